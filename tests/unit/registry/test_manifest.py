"""Manifests: what is read, what is refused and in which words, and what is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.data.errors import BadManifest
from registry.data.manifest import Clip, read, write
from registry.data.people import with_people
from registry.data.table import read_table


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "manifest.csv"


def refusal(file: Path, text: str) -> str:
    file.write_text(text)
    with pytest.raises(BadManifest) as refused:
        read(file)
    return refused.value.detail


def test_a_row_becomes_a_clip(file: Path) -> None:
    file.write_text("path,label,speaker,sex,age,task,site\na/1.wav,dysarthric,anna,f,61.5,word,Minsk\n")
    (clip,) = read(file).clips
    assert clip == Clip(
        path=file.parent / "a/1.wav",
        label="dysarthric",
        speaker="anna",
        sex="f",
        age=61.5,
        task="word",
        more={"site": "Minsk"},
    )
    assert (clip.line, clip.dysarthric, clip.male) == (2, True, False)


def test_what_is_not_known_is_empty_or_none(file: Path) -> None:
    file.write_text("path,label,speaker,sex,age\n1.wav,healthy,bob,,\n")
    (clip,) = read(file).clips
    assert (clip.sex, clip.male, clip.age, clip.corpus, clip.dysarthric) == ("", None, None, "", False)


def test_a_folder_stands_for_its_manifest(file: Path) -> None:
    file.write_text("path,label,speaker\n1.wav,healthy,bob\n")
    assert read(file.parent) == read(file)


def test_a_spreadsheets_mark_blank_lines_and_blanks_do_no_harm(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbfpath, label ,speaker\r\n\r\n 1.wav ,healthy,bob\r\n,,\r\n2.wav,healthy,bob\r\n")
    clips = read(file).clips
    assert [(clip.path.name, clip.line) for clip in clips] == [("1.wav", 3), ("2.wav", 5)]


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("", "line 1", "header is missing"),
        ("path,label\n", "line 1", "column speaker is missing"),
        ("path;label;speaker\n1.wav;healthy;bob\n", "line 1", "not separated by commas"),
        ("path,label,speaker,label\n", "line 1, column 4", "'label' is there twice"),
        ("path,label,speaker,\n", "line 1, column 4", "no name"),
        ("path,label,speaker\n1.wav,healthy\n", "line 2", "2 cells and the header has 3"),
        ('path,label,speaker\n"1.wav"x,healthy,bob\n', "line 2", "quotation marks"),
        ("path,label,speaker\n1.wav,healthy,bob\n,healthy,bob\n", "line 3, column path", "empty"),
        ("path,label,speaker\n1.wav,ill,bob\n", "line 2, column label", "'ill' is not a label"),
        ("path,label,speaker\n1.wav,healthy,\n", "line 2, column speaker", "empty"),
        ("path,label,speaker,sex\n1.wav,healthy,bob,x\n", "line 2, column sex", "Write f or m"),
        ("path,label,speaker,age\n1.wav,healthy,bob,old\n", "line 2, column age", "'old' is no number of years"),
        ("path,label,speaker,age\n1.wav,healthy,bob,1e1\n", "line 2, column age", "'1e1' is no number of years"),
        ("path,label,speaker,age\n1.wav,healthy,bob,121\n", "line 2, column age", "from 0 to 120"),
        ("path,label,speaker,age\n1.wav,healthy,bob,nan\n", "line 2, column age", "'nan'"),
    ],
)
def test_a_refusal_names_file_line_and_column(file: Path, text: str, where: str, what: str) -> None:
    told = refusal(file, text)
    assert told.startswith(f"manifest.csv, {where}")
    assert what in told


def test_a_missing_manifest_and_one_that_is_no_text(file: Path) -> None:
    with pytest.raises(BadManifest, match="no manifest that can be read"):
        read(file)
    file.write_bytes(b"path,label,speaker\n\xff\xfe")
    with pytest.raises(BadManifest, match="UTF-8"):
        read(file)


def test_what_is_written_is_read_again(file: Path) -> None:
    clips = (
        Clip(file.parent / "a, b/1.wav", "healthy", 'the "tall" one', sex="m", age=50, licence="CC0", more={"x": "1"}),
        Clip(file.parent / "2.wav", "dysarthric", "anna", age=61.25, split="test"),
    )
    write(file, clips)
    assert read_table(file).columns == ("path", "label", "speaker", "sex", "age", "licence", "split", "x")
    again = read(file).clips
    assert [(c.path, c.label, c.speaker, c.sex, c.age, c.licence, c.split) for c in again] == [
        (c.path, c.label, c.speaker, c.sex, c.age, c.licence, c.split) for c in clips
    ]
    assert again[0].more == {"x": "1"}


def test_paths_below_the_manifest_are_relative_and_others_absolute(tmp_path: Path) -> None:
    file = tmp_path / "lists" / "manifest.csv"
    file.parent.mkdir()
    write(file, [Clip(file.parent / "1.wav", "healthy", "a"), Clip(tmp_path / "2.wav", "healthy", "b")])
    assert [row.cells["path"] for row in read_table(file).rows] == ["1.wav", str(tmp_path / "2.wav")]
    assert list(file.parent.iterdir()) == [file]


def test_lines_are_left_out_when_asked(file: Path) -> None:
    file.write_text("path,label,speaker\n1.wav,healthy,a\n2.wav,healthy,b\n3.wav,healthy,c\n")
    assert [clip.speaker for clip in read(file).without({3}).clips] == ["a", "c"]


def test_people_are_added_to_their_clips(tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("speaker,sex,age,diagnosis\na,f,70,ALS\n")
    told = with_people([Clip(Path("1.wav"), "dysarthric", "a"), Clip(Path("2.wav"), "healthy", "b", sex="m")], table)
    assert [(clip.sex, clip.age, dict(clip.more)) for clip in told] == [
        ("f", 70.0, {"diagnosis": "ALS"}),
        ("m", None, {}),
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("sex\nf\n", "column speaker is missing"),
        ("speaker,sex\nz,f\n", "line 2, column speaker: no recording is of z"),
        ("speaker,sex\na,f\na,m\n", "line 3, column speaker: the speaker of line 2 again"),
        ("speaker,age\na,old\n", "line 2, column age"),
    ],
)
def test_a_table_of_people_that_does_not_fit_is_refused(tmp_path: Path, text: str, what: str) -> None:
    table = tmp_path / "people.csv"
    table.write_text(text)
    with pytest.raises(BadManifest, match=what):
        with_people([Clip(Path("1.wav"), "healthy", "a")], table)

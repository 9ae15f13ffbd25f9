"""`speechscan data` as a person meets it: what is written, what is said, the exit status."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from registry.data.manifest import read
from speechscan.cli.app import app
from speechscan.errors import SpeechScanError
from tests.recordings import touch, write_tone


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["data", *map(str, arguments)])


def refused(*arguments: object) -> str:
    """The sentence that the command line prints; the process ends with status 1."""
    ended = run(*arguments)
    assert isinstance(ended.exception, SpeechScanError), ended.output
    return ended.exception.detail


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for hz, name in enumerate(("healthy/anna/1", "healthy/bob/1", "dysarthric/carl/1", "dysarthric/dora/1")):
        write_tone(tmp_path / f"mine/{name}.wav", 200 + 50 * hz)
    touch(tmp_path / "mine/loose.wav")
    return tmp_path / "mine"


def test_a_folder_is_imported_and_checked(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "manifest.csv"
    people = tmp_path / "people.csv"
    people.write_text("speaker,sex,age\nanna,f,50\nbob,m,60\ncarl,m,61\ndora,f,62\n")
    imported = run("import", "folder", corpus, "--out", out, "--people", people, "--licence", "CC0")
    assert imported.exit_code == 0, imported.output
    assert "4 clips of 4 speakers" in imported.stdout
    assert "1 left out: it lies in no folder that is named after a label." in imported.stderr
    assert "loose" not in imported.output
    assert {(clip.corpus, clip.licence) for clip in read(out).clips} == {("mine", "CC0")}
    assert [clip.age for clip in read(out).clips] == [61, 62, 50, 60]

    checked = run("check", out)
    assert checked.exit_code == 0
    assert "The manifest can be used." in checked.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.csv", "mine", "people.csv"]


def test_a_bad_manifest_is_status_1_and_the_line_is_named(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "manifest.csv"
    run("import", "folder", corpus, "--out", out)
    (corpus / "healthy/bob/1.wav").write_bytes(b"no audio")
    checked = run("check", out)
    assert checked.exit_code == 1
    assert "line 5, path: The file cannot be used: it cannot be decoded as audio." in checked.stdout
    assert "bob" not in checked.output


def test_the_manifest_without_bad_files_is_written_if_asked(corpus: Path, tmp_path: Path) -> None:
    out, kept = tmp_path / "manifest.csv", tmp_path / "kept.csv"
    run("import", "folder", corpus, "--out", out)
    (corpus / "healthy/bob/1.wav").unlink()
    assert run("check", out, "--skip-bad", "--out", kept).exit_code == 0
    assert [clip.speaker for clip in read(kept).clips] == ["carl", "dora", "anna"]
    assert "--skip-bad too" in refused("check", out, "--out", kept)


def test_a_manifest_is_not_replaced_unasked(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "manifest.csv"
    out.write_text("mine")
    assert "is there already" in refused("import", "folder", corpus, "--out", out)
    assert out.read_text() == "mine"
    assert run("import", "folder", corpus, "--out", out, "--force").exit_code == 0
    assert "There is no folder" in refused("import", "folder", corpus, "--out", tmp_path / "a/b.csv")


def test_a_table_with_other_words_is_imported(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("file;group;who\na.wav;ALS;p1\nb.wav;HC;p2\n")
    out = tmp_path / "out.csv"
    columns = ["--column", "path=file", "--column", "label=group", "--column", "speaker=who"]
    labels = ["--label", "ALS=dysarthric", "--label", "HC=healthy"]
    ended = run("import", "manifest", tmp_path / "list.csv", "--out", out, "--corpus", "bonn", *columns, *labels)
    assert ended.exit_code == 0, ended.output
    assert [(c.path.name, c.label, c.speaker, c.corpus) for c in read(out).clips] == [
        ("a.wav", "dysarthric", "p1", "bonn"),
        ("b.wav", "healthy", "p2", "bonn"),
    ]
    assert "write two names" in refused("import", "manifest", tmp_path / "list.csv", "--label", "ALS")


@pytest.mark.parametrize(
    ("command", "files"),
    [
        ("torgo", ["F01/Session1/wav_headMic/0001.wav", "MC01/Session1/wav_headMic/0001.wav"]),
        ("uaspeech", ["audio/M04/M04_B1_C1_M2.wav", "audio/CF02/CF02_B1_C1_M2.wav"]),
        ("minsk", ["ALS/008_a.wav", "HC/002_a.wav"]),
    ],
)
def test_the_corpora_have_their_commands(tmp_path: Path, command: str, files: list[str]) -> None:
    for name in files:
        touch(tmp_path / name)
    out = tmp_path / "manifest.csv"
    assert run("import", command, tmp_path, "--out", out).exit_code == 0
    assert sorted(clip.label for clip in read(out).clips) == ["dysarthric", "healthy"]

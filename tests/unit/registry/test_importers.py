"""Importers on small trees with the corpora's real layouts."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.data.errors import BadManifest, NothingToImport
from registry.data.importers.base import Imported
from registry.data.importers.folder import folder
from registry.data.importers.foreign import foreign
from registry.data.importers.minsk import minsk
from registry.data.importers.torgo import torgo
from registry.data.importers.uaspeech import uaspeech
from tests.recordings import touch

# As they stand in TORGO's prompts.
PROMPTS = {
    "0001": "stick",
    "0002": "The quick brown fox jumps over the lazy dog.",
    "0003": "input/images/horse.jpg",
    "0004": "[say Ah-P-Eee repeatedly]",
    "0005": "[relax your mouth in its normal position]",
    "0006": "xxx",
    "0007": "tear [as in tear up that paper]",
}


def rows(imported: Imported, root: Path) -> list[tuple[str, str, str, str, str]]:
    return [
        (clip.path.relative_to(root).as_posix(), clip.label, clip.speaker, clip.sex, clip.task)
        for clip in imported.clips
    ]


@pytest.fixture
def torgo_tree(tmp_path: Path) -> Path:
    for number, prompt in PROMPTS.items():
        for microphone in ("wav_headMic", "wav_arrayMic"):
            touch(tmp_path / f"F/F01/Session1/{microphone}/{number}.wav")
        touch(tmp_path / f"F/F01/Session1/prompts/{number}.txt").write_text(f"{prompt}\n")
    touch(tmp_path / "F/F01/Session1/phn_headMic/0001.PHN")
    touch(tmp_path / "F/F01/Notes/Session1.wav")
    touch(tmp_path / "F/F04/Session1/wav_arrayMic/0001.wav")
    touch(tmp_path / "FC/FC01/Session1/wav_headMic/0001.wav")
    touch(tmp_path / "M/M01/Session2_3/wav_headMic/0010.wav")
    touch(tmp_path / "MC/MC04/Session1/wav_headMic/.hidden.wav")
    touch(tmp_path / "MC/MC04/Session1/wav_headMic/0001.wav")
    return tmp_path


def test_torgo(torgo_tree: Path) -> None:
    imported = torgo(torgo_tree)
    of_f01 = [("F/F01/Session1/wav_headMic/" + name, "dysarthric", "torgo_F01", "f") for name in sorted(PROMPTS)]
    tasks = ["word", "sentence", "picture_description", "non_word", None, None, "word"]
    assert rows(imported, torgo_tree) == [
        *((f"{path}.wav", *told, task) for (path, *told), task in zip(of_f01, tasks, strict=True) if task),
        ("F/F04/Session1/wav_arrayMic/0001.wav", "dysarthric", "torgo_F04", "f", ""),
        ("FC/FC01/Session1/wav_headMic/0001.wav", "healthy", "torgo_FC01", "f", ""),
        ("M/M01/Session2_3/wav_headMic/0010.wav", "dysarthric", "torgo_M01", "m", ""),
        ("MC/MC04/Session1/wav_headMic/0001.wav", "healthy", "torgo_MC04", "m", ""),
    ]
    assert sorted(imported.left_out.values()) == [2, len(PROMPTS)]
    assert imported.clips[-2].more == {"session": "Session2_3", "microphone": "headMic"}
    assert {clip.corpus for clip in imported.clips} == {"torgo"}


def test_linked_folders_are_followed_and_a_loop_ends(
    torgo_tree: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    links = tmp_path_factory.mktemp("links")
    (links / "controls").symlink_to(torgo_tree / "MC")
    (links / "back").symlink_to(links)
    assert [row[0] for row in rows(torgo(links), links)] == ["controls/MC04/Session1/wav_headMic/0001.wav"]


def test_torgo_from_the_folder_of_one_speaker(torgo_tree: Path) -> None:
    assert {clip.speaker for clip in torgo(torgo_tree / "FC/FC01").clips} == {"torgo_FC01"}


def test_uaspeech_takes_each_utterance_once(tmp_path: Path) -> None:
    for microphone in range(2, 9):
        touch(tmp_path / f"audio/M04/M04_B1_C1_M{microphone}.wav")
    touch(tmp_path / "audio/CF02/CF02_B2_UW3_M2.wav")
    touch(tmp_path / "audio/CF02/CF02_B2_UW3_M3.wav")
    touch(tmp_path / "audio/CM04/CM04_B1_LA_M5.wav")
    touch(tmp_path / "audio/F05/F05_B3_D7.wav")
    touch(tmp_path / "audio/F05/noise.wav")
    imported = uaspeech(tmp_path)
    assert rows(imported, tmp_path) == [
        ("audio/CF02/CF02_B2_UW3_M2.wav", "healthy", "uaspeech_CF02", "f", "word"),
        ("audio/CM04/CM04_B1_LA_M5.wav", "healthy", "uaspeech_CM04", "m", "letter"),
        ("audio/F05/F05_B3_D7.wav", "dysarthric", "uaspeech_F05", "f", "digit"),
        ("audio/M04/M04_B1_C1_M5.wav", "dysarthric", "uaspeech_M04", "m", "word"),
    ]
    assert sorted(imported.left_out.values()) == [1, 7]
    assert uaspeech(tmp_path, "M7").clips[-1].path.name == "M04_B1_C1_M7.wav"


def test_uaspeech_takes_the_original_whatever_its_microphone(tmp_path: Path) -> None:
    for part in ("noisereduced", "normalized"):
        touch(tmp_path / f"audio/{part}/M04/M04_B1_C1_M5.wav")
    touch(tmp_path / "audio/original/M04/M04_B1_C1_M2.wav")
    assert [row[0] for row in rows(uaspeech(tmp_path), tmp_path)] == ["audio/original/M04/M04_B1_C1_M2.wav"]


@pytest.mark.parametrize(("patient", "well"), [("ALS/028_a.wav", "HC/028_i.wav"), ("ALS_028_a.flac", "HC_028_i.flac")])
def test_minsk_in_both_layouts(tmp_path: Path, patient: str, well: str) -> None:
    touch(tmp_path / patient)
    touch(tmp_path / well)
    touch(tmp_path / "ALS" / "test.wav")
    imported = minsk(tmp_path)
    assert rows(imported, tmp_path) == [
        (patient, "dysarthric", "minsk_ALS_028", "", "sustained_vowel_a"),
        (well, "healthy", "minsk_HC_028", "", "sustained_vowel_i"),
    ]
    assert {clip.licence for clip in imported.clips} == {"GPL-3.0"}
    assert sum(imported.left_out.values()) == 1


def test_a_folder_of_ones_own(tmp_path: Path) -> None:
    for name in ("healthy/anna/day 1/1.mp3", "healthy/bob_1.wav", "healthy/bob_2.wav", "patients/carl.flac"):
        touch(tmp_path / name)
    touch(tmp_path / "loose.wav")
    touch(tmp_path / "healthy/notes.txt")
    imported = folder(tmp_path, {"patients": "dysarthric"})
    assert [row[:3] for row in rows(imported, tmp_path)] == [
        ("healthy/anna/day 1/1.mp3", "healthy", "anna"),
        ("healthy/bob_1.wav", "healthy", "bob"),
        ("healthy/bob_2.wav", "healthy", "bob"),
        ("patients/carl.flac", "dysarthric", "carl"),
    ]
    assert sum(imported.left_out.values()) == 1


def test_a_label_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadManifest, match="'sick' is not a label"):
        folder(tmp_path, {"patients": "sick"})


@pytest.mark.parametrize("importer", [torgo, uaspeech, minsk, folder])
def test_a_folder_of_another_layout_says_what_was_expected(importer, tmp_path: Path) -> None:
    touch(tmp_path / "something/else.wav")
    with pytest.raises(NothingToImport, match=r"expected layout: .*wav"):
        importer(tmp_path)
    with pytest.raises(NothingToImport, match="There is no folder"):
        importer(tmp_path / "absent")


def test_a_table_with_other_words(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text(
        "file;group;patient;speaker;sex;site\na.wav;ALS;p1;Dr X;Female;Bonn\nb.wav;Healthy;p2;Dr X;m;Bonn\n"
    )
    columns = {"path": "file", "label": "group", "speaker": "patient"}
    imported = foreign(table, columns, {"ALS": "dysarthric"})
    assert rows(imported, tmp_path) == [
        ("a.wav", "dysarthric", "p1", "f", ""),
        ("b.wav", "healthy", "p2", "m", ""),
    ]
    assert imported.clips[0].more == {"site": "Bonn"}


@pytest.mark.parametrize(
    ("columns", "labels", "what"),
    [
        ({"path": "wave"}, {}, "has no column wave"),
        ({"voice": "file"}, {}, "no column voice to fill"),
        ({"path": "file"}, {}, "line 2, column label: 'als' is not a label"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(
    tmp_path: Path, columns: dict[str, str], labels: dict[str, str], what: str
) -> None:
    table = tmp_path / "list.csv"
    table.write_text("file,label,speaker\na.wav,ALS,p1\n")
    with pytest.raises(BadManifest, match=what):
        foreign(table, columns, labels)

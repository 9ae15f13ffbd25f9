"""A manifest is checked before anything is measured, and what the check found is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from registry.data.errors import BadManifest
from registry.data.sound import examine
from registry.training import feature_cache
from registry.training.admission import admit
from registry.training.feature_cache import FeatureCache
from registry.training.progress import silent
from registry.training.request import Request
from tests.recordings import write_tone

HEADER = "path,label,speaker,licence\n"
GOOD = "a.wav,healthy,anna,CC0\nb.wav,dysarthric,bert,\n"
ABSENT = "absent.wav,healthy,eve,CC0\n"


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    for name, hz in (("a.wav", 200), ("b.wav", 250)):
        write_tone(tmp_path / name, hz)
    return Request(tmp_path / "manifest.csv", tmp_path / "out")


def test_clips_come_with_the_digests_of_their_sounds(request_: Request, tmp_path: Path) -> None:
    request_.manifest.write_text(HEADER + GOOD)
    admitted = admit(request_, silent)
    assert [clip.speaker for clip in admitted.clips] == ["anna", "bert"]
    assert admitted.sounds == {clip.path: examine(clip.path).sha256 for clip in admitted.clips}
    assert len(admitted.warnings) == 1
    assert admitted.warnings[0].startswith("line 3, licence: The licence")
    assert admitted.skipped == []


def test_a_folder_stands_for_its_manifest(request_: Request, tmp_path: Path) -> None:
    request_.manifest.write_text(HEADER + GOOD)
    assert len(admit(replace(request_, manifest=tmp_path), silent).clips) == 2


def test_a_fault_stops_the_training_with_the_whole_report_and_what_to_do(request_: Request) -> None:
    request_.manifest.write_text(f"{HEADER}{GOOD}b.wav,healthy,bert,CC0\n")
    with pytest.raises(BadManifest) as refused:
        admit(replace(request_, skip_bad=True), silent)
    for words in (
        "lines 3-4, path: These rows hold the same sound",
        "lines 3-4, speaker: One speaker",
        "line 3, licence",
    ):
        assert words in refused.value.detail
    assert "Mend these rows and train again" in refused.value.detail
    assert "--skip-bad" not in refused.value.detail


def test_bad_files_are_left_out_only_if_asked_and_then_listed(request_: Request) -> None:
    request_.manifest.write_text(HEADER + GOOD + ABSENT)
    with pytest.raises(BadManifest, match=r"line 4, path: .*it is not there(.|\n)*--skip-bad"):
        admit(request_, silent)
    admitted = admit(replace(request_, skip_bad=True), silent)
    assert [clip.speaker for clip in admitted.clips] == ["anna", "bert"]
    assert len(admitted.skipped) == 1
    assert admitted.skipped[0].startswith("line 4, path: The file cannot be used: it is not there")


def test_progress_is_told_clip_by_clip(request_: Request) -> None:
    request_.manifest.write_text(HEADER + GOOD)
    told: list[tuple[str, int, int]] = []
    admit(request_, lambda *own: told.append(own))
    assert told == [("checking", 0, 2), ("checking", 1, 2), ("checking", 2, 2)]


def test_a_sound_that_the_cache_knows_is_not_decoded_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_tone(tmp_path / "a.wav", 200, seconds=1.2)
    sound, cache = examine(path).sha256, FeatureCache(tmp_path / "cache")
    first = cache.of_file(path, sound)
    monkeypatch.setattr(feature_cache, "load", lambda _: pytest.fail("decoded again"))
    assert cache.of_file(path, sound).timbre.tobytes() == first.timbre.tobytes()


def test_a_file_that_changed_since_its_check_spoils_no_entry(tmp_path: Path) -> None:
    path = write_tone(tmp_path / "a.wav", 200, seconds=1.2)
    before = examine(path).sha256
    write_tone(path, 300, seconds=1.2)
    FeatureCache(tmp_path / "cache").of_file(path, before)
    assert [entry.stem for entry in (tmp_path / "cache").rglob("*.npz")] == [examine(path).sha256]

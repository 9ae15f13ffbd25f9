"""Which clips may judge a model, and which version they may judge."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from registry import bundle
from registry.bundle import SHIPPED, Bundle
from registry.data.errors import BadManifest
from registry.data.fingerprint import speaker_key
from regression.phantoms.cohort import CORPUS
from regression.references.admission import admit
from regression.references.errors import UnfitReference
from regression.references.overlap import overlap, overlap_of
from regression.references.phantoms import phantom_reference
from tests.recordings import write_tone


@pytest.fixture(scope="session")
def shipped() -> Bundle:
    return bundle.read(SHIPPED)


def lines_of(clips: Path) -> tuple[str, list[str]]:
    header, *rows = (clips / "manifest.csv").read_text().splitlines()
    return header, rows


def manifest(clips: Path, name: str, rows: list[str]) -> Path:
    (path := clips / name).write_text("\n".join([lines_of(clips)[0], *rows]) + "\n")
    return path


def test_clips_of_both_classes_are_admitted(clips: Path) -> None:
    stages: dict[str, tuple[int, int]] = {}
    admitted = admit(clips, progress=lambda stage, done, total: stages.update({stage: (done, total)}))
    assert len(admitted.clips) == 16
    assert stages == {"checking": (16, 16), "measuring": (16, 16)}
    assert [clip.sha256 for clip in admitted.clips] == sorted(clip.sha256 for clip in admitted.clips)
    assert admitted.sounds(admitted.clips[0]).size / 16_000 == admitted.clips[0].seconds


def test_one_class_cannot_judge(clips: Path) -> None:
    rows = [row for row in lines_of(clips)[1] if ",dysarthric," in row]
    with pytest.raises(UnfitReference, match=f"'{CORPUS}' has 0 healthy speakers"):
        admit(manifest(clips, "ill.csv", rows))


def test_a_corpus_of_one_class_beside_another_cannot_judge(clips: Path) -> None:
    rows = lines_of(clips)[1]
    speaker = next(row for row in rows if ",healthy," in row).split(",")[2]
    moved = [row.replace(CORPUS, "radio") if speaker in row else row for row in rows]
    with pytest.raises(UnfitReference, match="'radio' has 0 dysarthric speakers") as told:
        admit(manifest(clips, "radio.csv", moved))
    assert "'radio' has 1 healthy speaker," in told.value.detail


def test_a_speaker_in_both_classes_is_refused_with_the_lines(clips: Path) -> None:
    rows = lines_of(clips)[1]
    rows[0] = rows[0].replace(",healthy,", ",dysarthric,")
    with pytest.raises(BadManifest, match="One speaker is healthy in some of these rows") as told:
        admit(manifest(clips, "both.csv", rows))
    assert "lines 2-3" in told.value.detail
    assert "Nothing was added" in told.value.detail


def test_clips_that_no_model_scores_are_refused_or_left_out(clips: Path) -> None:
    write_tone(clips / "tone.wav", 200, seconds=0.5)
    row = lines_of(clips)[1][0].split(",")
    path = manifest(clips, "short.csv", [*lines_of(clips)[1], ",".join(["tone.wav", *row[1:]])])
    with pytest.raises(UnfitReference, match="lines 18: shorter than 1 s"):
        admit(path)
    admitted = admit(path, skip_bad=True)
    assert len(admitted.clips) == 16
    assert [warning for warning in admitted.warnings if "left out" in warning]


def test_a_file_that_is_gone_is_refused_or_left_out(clips: Path) -> None:
    row = lines_of(clips)[1][0].split(",")
    path = manifest(clips, "gone.csv", [*lines_of(clips)[1], ",".join(["gone.wav", *row[1:]])])
    with pytest.raises(BadManifest, match="line 18, path"):
        admit(path)
    assert len(admit(path, skip_bad=True).clips) == 16


def heard(shipped: Bundle, speakers: list[str], sounds: list[str]) -> Bundle:
    return replace(shipped, training={**shipped.training, "heard": {"speakers": speakers, "audio": sounds}})


@pytest.mark.parametrize("kept_out", [["synthetic-3-0001"], [speaker_key(CORPUS, "synthetic-3-0001")]])
def test_speakers_and_clips_that_a_version_has_trained_on(clips: Path, shipped: Bundle, kept_out: list[str]) -> None:
    """Whether the version tells those kept out by name, as older ones do, or by key: they may judge it."""
    admitted = admit(clips).clips
    speaker = admitted[0].speaker
    version = heard(shipped, [speaker_key(CORPUS, speaker)], [admitted[3].sha256])
    version.training["held_out_speakers"] = kept_out
    found = overlap_of(admitted, version)
    assert (found.speakers, found.clips) == ((speaker,), (admitted[3].sha256,))
    told = found.refusal("Version 7")
    assert told is not None
    assert told.startswith(f"Version 7 has trained on 1 of the set's speakers ({speaker}) and 1 of its clips")


def test_speakers_of_jobs_are_counted_and_not_named(clips: Path, shipped: Bundle) -> None:
    """The sentence stands in reports, which no erasure changes."""
    first, *others = admit(clips).clips
    of_jobs = [replace(clip, from_job=clip.speaker == first.speaker) for clip in (first, *others)]
    other = next(clip.speaker for clip in others if clip.speaker != first.speaker)
    told = [
        overlap_of(of_jobs, heard(shipped, [speaker_key(CORPUS, name) for name in names], [])).refusal("Version 7")
        or ""
        for names in ([first.speaker], [first.speaker, other])
    ]
    assert "1 of the set's speakers and 0 of its clips" in told[0]
    assert f"2 of the set's speakers ({other}, ...) and 0" in told[1]


def test_one_name_in_two_corpora_is_two_people(clips: Path, shipped: Bundle) -> None:
    admitted = admit(clips).clips
    known = heard(shipped, [speaker_key("elsewhere", clip.speaker) for clip in admitted], ["0" * 64])
    assert overlap_of(admitted, known).refusal("Version 7") is None


def test_a_version_that_does_not_say_what_it_heard_cannot_be_judged(clips: Path, shipped: Bundle) -> None:
    silent = replace(shipped, training={k: v for k, v in shipped.training.items() if k != "heard"})
    found = overlap_of(admit(clips).clips, silent)
    assert not found.known
    assert "does not say what it has trained on" in (found.refusal("Version 7") or "")
    assert overlap(phantom_reference(), silent).refusal("Version 7") is None

"""The checks before training: each fault is found in its line, and a good manifest passes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from registry.data.check import check
from registry.data.errors import BadManifest
from registry.data.expectations import great_expectations
from registry.data.manifest import read
from registry.data.rendering import ranges, rendered
from registry.data.report import Group, Report, Severity
from registry.data.sound import UnusableClip, examine, load
from speechscan.settings import Settings
from tests.recordings import touch, write_tone

HEADER = "path,label,speaker,sex,age,corpus,licence,split\n"
GOOD = (
    "{a},healthy,anna,f,50,one,CC0,train\n"
    "{b},dysarthric,bert,m,51,one,CC0,train\n"
    "{c},healthy,carl,m,52.5,one,CC0,test\n"
    "{d},dysarthric,dora,f,,one,CC0,test\n"
)


@pytest.fixture
def sounds(tmp_path: Path) -> dict[str, str]:
    return {name: write_tone(tmp_path / f"{name}.wav", 200 + 50 * n).name for n, name in enumerate("abcd")}


def checked(folder: Path, text: str, *, skip_bad: bool = False) -> Report:
    file = folder / "manifest.csv"
    file.write_text(text)
    return check(file, skip_bad=skip_bad)


def told(report: Report) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(finding.severity.value, finding.rule, finding.lines) for finding in report.findings]


def test_a_good_manifest_passes_without_a_word(tmp_path: Path, sounds: dict[str, str]) -> None:
    report = checked(tmp_path, HEADER + GOOD.format(**sounds))
    assert report.passed
    assert told(report) == []
    assert report.groups == (
        Group("one", "dysarthric", 2, 2, pytest.approx(0.6)),
        Group("one", "healthy", 2, 2, pytest.approx(0.6)),
    )
    assert report.sounds == {
        line: examine(tmp_path / f"{name}.wav").sha256 for line, name in enumerate("abcd", start=2)
    }
    assert "can be used" in rendered(report)


def test_the_least_manifest_passes(tmp_path: Path, sounds: dict[str, str]) -> None:
    report = checked(tmp_path, "path,label,speaker\na.wav,healthy,anna\nb.wav,dysarthric,bert\n")
    assert report.passed
    assert told(report) == [("warning", "licence_given", (2, 3))]


@pytest.mark.parametrize(
    ("wrong", "rule", "lines", "word"),
    [
        ("{a},ill,eve,f,50,one,CC0,", "label_known", (6,), "'ill'"),
        ("{a},,eve,f,50,one,CC0,", "label_given", (6,), "empty"),
        ("{a},healthy,,f,50,one,CC0,", "speaker_given", (6,), "empty"),
        (",healthy,eve,f,50,one,CC0,", "path_given", (6,), "empty"),
        ("{a},healthy,eve,w,50,one,CC0,", "sex_known", (6,), "'w'"),
        ("{a},healthy,eve,f,fifty,one,CC0,", "age_a_number", (6,), "'fifty'"),
        ("{a},healthy,eve,f,121,one,CC0,", "age_possible", (6,), "121"),
        ("{a},healthy,eve,f,-1,one,CC0,", "age_possible", (6,), "-1"),
        ("{b},healthy,eve,f,50,one,CC0,", "sound_once", (3, 6), "the same sound"),
        ("{a},dysarthric,anna,f,50,one,CC0,train", "speaker_in_one_class", (2, 6), "healthy in some"),
        ("{a},healthy,anna,f,50,one,CC0,test", "speaker_in_one_split", (2, 6), "several splits"),
        ("{a},healthy,anna,m,50,one,CC0,train", "speaker_of_one_sex", (2, 6), "both sexes"),
        ("{a},healthy,eve,f,1e1,one,CC0,", "age_a_number", (6,), "'1e1'"),
        ("a\0.wav,healthy,eve,f,50,one,CC0,", "usable_sound", (6,), "its path is none"),
        ("absent.wav,healthy,eve,f,50,one,CC0,", "usable_sound", (6,), "not there"),
        ("text.wav,healthy,eve,f,50,one,CC0,", "usable_sound", (6,), "cannot be decoded"),
        ("nothing.wav,healthy,eve,f,50,one,CC0,", "usable_sound", (6,), "it is empty"),
        ("click.wav,healthy,eve,f,50,one,CC0,", "usable_sound", (6,), "shorter than 0.1 s"),
        ("folder.wav,healthy,eve,f,50,one,CC0,", "usable_sound", (6,), "directory"),
    ],
)  # fmt: skip
def test_a_fault_is_an_error_with_its_lines(
    tmp_path: Path, sounds: dict[str, str], wrong: str, rule: str, lines: tuple[int, ...], word: str
) -> None:
    write_tone(tmp_path / "other.wav", 900)
    write_tone(tmp_path / "click.wav", 200, seconds=0.05)
    touch(tmp_path / "nothing.wav")
    (tmp_path / "text.wav").write_text("This is a text. " * 20)
    (tmp_path / "folder.wav").mkdir()
    # Where the fault is not about the sound, the row has a sound of its own.
    own = wrong.format(**{**sounds, "a": "other.wav"})
    report = checked(tmp_path, f"{HEADER}{GOOD.format(**sounds)}{own}\n")
    assert not report.passed
    (found,) = [finding for finding in report.findings if finding.rule == rule]
    assert (found.severity, found.lines) == (Severity.ERROR, lines)
    assert word in found.sentence
    shown = rendered(report)
    assert f"line{'s' if len(lines) > 1 else ''} {ranges(lines)}, {found.column}: {found.sentence}" in shown
    assert "other.wav" not in shown


def test_equal_sounds_in_different_formats_are_equal(tmp_path: Path, sounds: dict[str, str]) -> None:
    write_tone(tmp_path / "again.flac", 200)
    report = checked(tmp_path, f"{HEADER}{GOOD.format(**sounds)}again.flac,healthy,anna,f,50,one,CC0,train\n")
    assert told(report) == [("error", "sound_once", (2, 6))]


def test_two_pairs_of_duplicates_are_two_findings(tmp_path: Path, sounds: dict[str, str]) -> None:
    report = checked(tmp_path, HEADER + GOOD.format(**sounds) + GOOD.format(**sounds))
    pairs = [finding.lines for finding in report.findings if finding.rule == "sound_once"]
    assert sorted(pairs) == [(2, 6), (3, 7), (4, 8), (5, 9)]


def test_a_corpus_of_one_class_is_a_warning_in_words(tmp_path: Path, sounds: dict[str, str]) -> None:
    text = GOOD.format(**sounds).replace("carl,m,52.5,one", "carl,m,52.5,two")
    report = checked(tmp_path, HEADER + text)
    assert report.passed
    (found,) = [finding for finding in report.findings if finding.rule == "corpus_with_both_classes"]
    assert (found.severity, found.lines) == (Severity.WARNING, (4,))
    assert "'two'" in found.sentence
    assert "shortcut" in found.sentence


def test_a_sex_that_only_one_class_has_is_a_warning(tmp_path: Path, sounds: dict[str, str]) -> None:
    report = checked(tmp_path, HEADER + GOOD.format(**sounds).replace("anna,f", "anna,m"))
    assert told(report) == [("warning", "sex_with_both_classes", (5,))]


def test_a_task_that_no_job_can_name_is_a_warning(tmp_path: Path, sounds: dict[str, str]) -> None:
    rows = GOOD.format(**sounds).splitlines()
    tasks = ("word", "", "Monologue", "sustained_vowel_a")
    named = [f"{row},{task}" for row, task in zip(rows, tasks, strict=True)]
    report = checked(tmp_path, "\n".join([f"{HEADER.strip()},task", *named]))
    assert told(report) == [("warning", "task_known", (4,))]
    assert report.passed


def test_bad_files_are_skipped_only_if_asked(tmp_path: Path, sounds: dict[str, str]) -> None:
    text = f"{HEADER}{GOOD.format(**sounds)}absent.wav,healthy,eve,f,50,two,CC0,\n"
    assert not checked(tmp_path, text).passed
    report = checked(tmp_path, text, skip_bad=True)
    # The corpus of the bad file is gone with it, so there is nothing to warn of.
    assert told(report) == [("skipped", "usable_sound", (6,))]
    assert report.passed
    assert report.skipped == {6}
    assert [clip.speaker for clip in read(tmp_path).without(report.skipped).clips] == ["anna", "bert", "carl", "dora"]
    assert "Skipped\n  line 6, path: The file cannot be used: it is not there." in rendered(report)


def test_skipping_does_not_pass_other_faults(tmp_path: Path, sounds: dict[str, str]) -> None:
    text = f"{HEADER}{GOOD.format(**sounds)}absent.wav,ill,eve,f,50,one,CC0,\n".replace("51", "510")
    report = checked(tmp_path, text, skip_bad=True)
    assert told(report) == [("skipped", "usable_sound", (6,)), ("error", "age_possible", (3,))]
    assert not report.passed


@pytest.mark.parametrize(
    ("text", "skip_bad", "what"),
    [
        ("path,label\n1.wav,healthy\n", False, "column speaker is missing"),
        ("path,label,speaker\n", False, "has no rows"),
        ("path,label,speaker\nabsent.wav,healthy,anna\n", True, "Not one file"),
    ],
)
def test_what_is_no_manifest_is_refused(tmp_path: Path, text: str, skip_bad: bool, what: str) -> None:
    with pytest.raises(BadManifest, match=what):
        checked(tmp_path, text, skip_bad=skip_bad)


def test_progress_is_told_row_by_row(tmp_path: Path, sounds: dict[str, str]) -> None:
    (tmp_path / "manifest.csv").write_text(HEADER + GOOD.format(**sounds))
    seen: list[int] = []

    def track(table) -> Iterator[object]:
        for row in table.rows:
            seen.append(row.line)
            yield row

    check(tmp_path, track=track)
    assert seen == [2, 3, 4, 5]


@pytest.mark.parametrize("name", ["tone.wav", "tone.flac", "tone.mp3", "tone.ogg"])
@pytest.mark.parametrize("rate", [8_000, 44_100])
def test_any_format_and_rate_is_16_khz_mono_here(tmp_path: Path, name: str, rate: int) -> None:
    samples = load(write_tone(tmp_path / name, 200, seconds=1.0, rate=rate))
    assert samples.size == pytest.approx(16_000, abs=1_600)
    spectrum = np.abs(np.fft.rfft(samples.astype(float)))
    assert spectrum.argmax() * 16_000 / samples.size == pytest.approx(200, abs=3)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.data.sound.LARGEST_BYTES", 1_000)
    with pytest.raises(UnusableClip, match="larger than"):
        examine(write_tone(tmp_path / "a.wav", 200))


def test_a_clip_that_is_too_long_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(UnusableClip, match="longer than 60 s"):
        examine(write_tone(tmp_path / "a.flac", 200, seconds=61))


@pytest.mark.parametrize(
    ("lines", "text"),
    [((2,), "2"), ((2, 3, 4), "2-4"), ((2, 4, 5, 9), "2, 4-5, 9"), (tuple(range(2, 40, 2)), None)],
)
def test_ranges(lines: tuple[int, ...], text: str | None) -> None:
    shown = ranges(lines)
    assert shown == text if text else shown.endswith("22, 24 and 7 more")


def test_the_shared_clips_pass_with_their_known_shortcuts() -> None:
    voice_data = Settings.load().voice_data
    if voice_data is None:
        pytest.skip("SPEECHSCAN_VOICE_DATA is not set: the training corpus is not here")
    report = check(voice_data)
    assert report.passed
    assert len(report.sounds) == len(read(voice_data).clips)
    assert [(finding.rule, len(finding.lines)) for finding in report.findings] == [
        ("corpus_with_both_classes", 17),
        ("corpus_with_both_classes", 240),
    ]


def test_great_expectations_reports_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GX_ANALYTICS_ENABLED", "true")
    great_expectations()
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"

"""The quality gate on people's recordings: none of the shared clips, which are all good enough, is refused."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from speechscan.audio.quality import measure
from speechscan.domain.quality import Quality
from speechscan.domain.quality_gate import QualityGate, refusals
from speechscan.settings import Settings

_GAP = np.zeros(1600, np.int16)
_DIGITS = 8


@pytest.fixture(scope="module")
def measured() -> dict[str, list[Quality]]:
    """Of each vowel, and of eight spoken digits at a time with short gaps, by corpus."""
    folder = Settings.load().voice_data
    if folder is None:
        pytest.skip("SPEECHSCAN_VOICE_DATA is not set: the clips are not here")
    found = defaultdict(list)
    for corpus, clip in _clips(folder):
        found[corpus].append(measure(clip))
    return found


def _clips(folder: Path) -> Iterator[tuple[str, np.ndarray]]:
    digits = defaultdict(list)
    with (folder / "manifest.csv").open() as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        clip, _ = soundfile.read(folder / row["path"], dtype="int16")
        if row["corpus"] == "fsdd":
            digits[row["speaker"]].append(clip)
        else:
            yield row["corpus"], clip
    for spoken in digits.values():
        for begin in range(0, len(spoken) - _DIGITS + 1, _DIGITS):
            yield "fsdd", np.concatenate([part for clip in spoken[begin : begin + _DIGITS] for part in (clip, _GAP)])


@pytest.mark.parametrize("corpus", ["minsk2020_als", "troparion_spa2019", "fsdd"])
def test_no_good_clip_is_refused(measured: dict[str, list[Quality]], corpus: str) -> None:
    assert measured[corpus]
    assert [found for quality in measured[corpus] if (found := refusals(quality, QualityGate()))] == []


@pytest.mark.parametrize("corpus", ["minsk2020_als", "troparion_spa2019"])
def test_a_sustained_vowel_without_pauses_is_speech_throughout(measured: dict[str, list[Quality]], corpus: str) -> None:
    assert min(quality.speech_s / quality.duration_s for quality in measured[corpus]) > 0.9
    assert {quality.snr_db for quality in measured[corpus]} == {None}


def test_the_digits_were_recorded_at_8_khz_and_it_shows(measured: dict[str, list[Quality]]) -> None:
    found = [quality.bandwidth_hz for quality in measured["fsdd"] if quality.snr_db > 30]
    assert found
    assert all(3500 <= hz <= 4500 for hz in found)

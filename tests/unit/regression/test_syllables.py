"""Trains of syllables: their number, their rate, their pauses, against the sound's own envelope."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from regression.phantoms import SAMPLE_RATE, Phantom, Syllables


def loudness(samples: np.ndarray) -> np.ndarray:
    """Root mean square each 5 ms, smoothed over 50 ms."""
    whole = samples.size // 80 * 80
    power = np.mean(samples[:whole].astype(np.float64).reshape(-1, 80) ** 2, axis=1)
    return np.sqrt(np.convolve(power, np.hanning(12) / np.hanning(12).sum(), "same"))


def onsets(samples: np.ndarray) -> np.ndarray:
    """When the loudness rises over 0.35 of its largest, s."""
    level = loudness(samples)
    loud = level > 0.35 * level.max()
    return np.flatnonzero(loud[1:] & ~loud[:-1]) * 0.005


def train(per_s: float, **plan: object) -> Phantom:
    return Phantom(seed=11, duration_s=5.0, f0_hz=130.0, syllables=Syllables(per_s=per_s, **plan))


@pytest.mark.parametrize("per_s", [2.0, 4.0, 6.0, 8.0])
def test_as_many_syllables_sound_as_are_stated(per_s: float) -> None:
    voice = train(per_s).voice()
    assert onsets(voice.samples).size == voice.truth.syllables
    assert voice.truth.syllables == pytest.approx(per_s * 4.7, abs=1.5)
    assert voice.truth.syllables_per_s == pytest.approx(per_s, rel=0.05)


def test_a_regular_train_beats_regularly_and_an_irregular_one_does_not() -> None:
    def unevenness(irregularity: float) -> float:
        steps = np.diff(onsets(train(4.0, irregularity=irregularity).voice().samples))
        return float(steps.std() / steps.mean())

    assert unevenness(0.0) < 0.05 < 0.1 < unevenness(0.25)


def test_pauses_between_phrases_are_stated_and_not_counted_in_the_rate() -> None:
    plan = Syllables(per_s=4.0, irregularity=0.0, phrase=4, pause_s=0.6)
    voice = Phantom(seed=1, duration_s=7.0, syllables=plan).voice()
    times = onsets(voice.samples)
    gaps = [after - before for before, after in pairwise(times) if after - before > 0.6]
    assert voice.truth.syllables_per_s == pytest.approx(4.0)
    assert voice.truth.pause_s == pytest.approx(0.6 * len(gaps))
    assert gaps == pytest.approx([0.85] * len(gaps), abs=0.03)


def test_the_closures_are_silent_and_not_counted_as_speech() -> None:
    voice = train(3.0, irregularity=0.0, closure=0.4).voice()
    level = loudness(voice.samples)
    assert voice.truth.speech_s == pytest.approx(0.6 * voice.truth.syllables / 3.0, rel=0.01)
    assert np.mean(level > 0.1 * level.max()) * 5.0 == pytest.approx(voice.truth.speech_s, rel=0.15)


def test_the_f0_of_a_train_is_that_of_its_vowels() -> None:
    voice = Phantom(seed=2, f0_hz=130.0, syllables=Syllables("ta", per_s=2.0), drift=0.0, jitter=0.0).voice()
    middle = round((onsets(voice.samples)[2] + 0.1) * SAMPLE_RATE)
    piece = voice.samples[middle : middle + 1600].astype(np.float64)
    correlation = np.correlate(piece, piece, "full")[piece.size - 1 :]
    assert SAMPLE_RATE / (int(np.argmax(correlation[80:200])) + 80) == pytest.approx(130.0, rel=0.02)
    assert voice.truth.f0_median_hz == pytest.approx(130.0, rel=0.001)


@pytest.mark.parametrize("text", ["", "p", "pat", "apap", "pe", "ba"])
def test_a_text_that_cannot_be_said_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="pairs"):
        Syllables(text)


def test_a_clip_without_room_for_a_syllable_is_refused() -> None:
    with pytest.raises(ValueError, match="too short for a syllable"):
        Phantom(seed=1, duration_s=0.6, syllables=Syllables(per_s=2.0)).voice()

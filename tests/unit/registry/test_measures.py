"""What may not change a measurement, and what is said of clips that cannot be measured."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from registry.measures import MEASUREMENTS, Measured, measure, measure_batch
from registry.measures.documentation import table
from registry.pcm import SAMPLE_RATE, Pcm, from_bytes, from_float
from registry.training.foreign import made_sounds
from regression.phantoms import vowel

NAMES = [measurement.name for measurement in MEASUREMENTS]
DOCS = Path(__file__).parents[3] / "docs" / "measurements.md"
# What 16-bit rounding may change, in the unit of the measurement. The quietest clip peaks at 0.02 of full scale.
TOLERANCES = {"_db": 0.15, "clarity_score": 2.0, "f0_hz": 0.01, "tremor_hz": 0.05}


def tolerance(name: str) -> float:
    return next((limit for ending, limit in TOLERANCES.items() if name.endswith(ending)), 1e-3)


def voice(seed: int = 1, **form: float) -> np.ndarray:
    return vowel(seed, room_db=-45.0, peak=0.2, **form)


def assert_same(one: Measured, other: Measured) -> None:
    assert one.unmeasured == other.unmeasured
    for name, value in one.values.items():
        assert other.values[name] == pytest.approx(value, abs=tolerance(name)), name


@pytest.mark.parametrize("decibels", [-20, -6, 6, 20])
def test_a_gain_changes_nothing_but_the_rounding(decibels: int) -> None:
    clip = voice() * (0.4 if decibels > 6 else 1.0)
    assert_same(measure(from_float(clip)), measure(from_float(clip * 10 ** (decibels / 20))))


def test_a_constant_offset_changes_nothing() -> None:
    assert_same(measure(from_float(voice())), measure(from_float(voice() + 0.2)))


def test_neighbours_change_nothing_at_all() -> None:
    clips = [from_float(voice(seed, duration_s=1.0 + 0.7 * seed)) for seed in range(4)]
    alone = [measure(clip) for clip in clips]
    assert measure_batch(clips) == alone
    assert measure_batch(clips[::-1]) == alone[::-1]


def test_samples_that_cannot_be_written_are_measured_too() -> None:
    clip = from_float(voice())
    assert measure(from_bytes(clip.tobytes())) == measure(clip)


def test_every_name_has_a_value_or_a_reason() -> None:
    measured = measure(from_float(voice()))
    assert set(measured.values) | set(measured.unmeasured) == set(NAMES)
    assert not set(measured.values) & set(measured.unmeasured)


def test_a_vowel_s_values_are_plausible() -> None:
    values = measure(from_float(voice())).values
    for measurement in MEASUREMENTS:
        if measurement.name in values:
            assert measurement.low <= values[measurement.name] <= measurement.high, measurement.name


def test_a_vowel_has_no_speech_rate() -> None:
    assert "sustained vowel" in measure(from_float(voice())).unmeasured["speech_rate"]


@pytest.mark.parametrize(
    ("clip", "reason"),
    [
        (np.zeros(0, np.int16), "shorter than 0.2 s"),
        (np.ones(3199, np.int16), "shorter than 0.2 s"),
        (np.zeros(SAMPLE_RATE, np.int16), "silent"),
        (np.full(SAMPLE_RATE, 12_000, np.int16), "silent"),
    ],
)
def test_nothing_is_measured_of_nothing(clip: Pcm, reason: str) -> None:
    measured = measure(clip)
    assert measured.values == {}
    assert list(measured.unmeasured) == NAMES
    assert all(reason in sentence for sentence in measured.unmeasured.values())


def test_noise_has_no_voice() -> None:
    for clip in made_sounds()["white_noise"]:
        measured = measure(clip)
        assert measured.values == {"voiced_fraction": 0.0}
        assert set(measured.unmeasured.values()) == {"No voice was found in the clip."}


def _odd_clips() -> dict[str, Pcm]:
    rng = np.random.default_rng(0)
    loud = vowel(2, peak=1.0)
    sounds = {f"{kind}-{i}": clip for kind, clips in made_sounds().items() for i, clip in enumerate(clips[::7])}
    return sounds | {
        "1 s": from_float(voice(duration_s=1.0)),
        "0.2 s": from_float(voice(duration_s=0.2, margin_s=0.0)),
        "60 s": from_float(np.tile(voice(duration_s=4.0), 15)),
        "clipped": from_float(8 * loud),
        "square": from_float(0.3 * np.sign(np.sin(2 * np.pi * 150 * np.arange(SAMPLE_RATE * 2) / SAMPLE_RATE))),
        "one click": np.pad(np.array([20_000], np.int16), SAMPLE_RATE),
        "one bit": rng.integers(-1, 2, SAMPLE_RATE * 2).astype(np.int16),
        "full scale": np.tile(np.array([-32768, 32767], np.int16), SAMPLE_RATE),
        "bursts": from_float(np.tile(np.concatenate([loud[8000:8480], np.zeros(8000)]), 8)),
    }


@pytest.mark.parametrize(("name", "clip"), _odd_clips().items())
def test_whatever_comes_there_is_no_nan(name: str, clip: Pcm) -> None:
    measured = measure(clip)
    assert all(math.isfinite(value) for value in measured.values.values())
    assert list(measured.unmeasured) == [name for name in NAMES if name not in measured.values]
    assert all(sentence.endswith(".") for sentence in measured.unmeasured.values())


def test_the_table_in_the_documentation_is_this_one() -> None:
    assert table() in DOCS.read_text()

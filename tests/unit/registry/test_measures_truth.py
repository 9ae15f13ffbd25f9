"""What is known of a made voice comes out again."""

from __future__ import annotations

import numpy as np
import pytest

from registry.measures import measure
from registry.pcm import SAMPLE_RATE, from_float
from regression.phantoms import vowel
from tests.pulse_train import pulse_train


def values_of(f0_hz: float = 130.0, **form: float) -> dict[str, float]:
    return measure(pulse_train(f0_hz, **form).pcm).values


@pytest.mark.parametrize("snr_db", [None, 30.0, 20.0, 10.0])
@pytest.mark.parametrize("f0_hz", [80.0, 110.0, 160.0, 220.0, 330.0, 480.0])
def test_f0_down_to_10_db_of_noise(f0_hz: float, snr_db: float | None) -> None:
    assert values_of(f0_hz, snr_db=snr_db)["f0_hz"] == pytest.approx(f0_hz, rel=0.005)


@pytest.mark.parametrize("phoneme", ["a", "i", "u"])
@pytest.mark.parametrize("f0_hz", [90.0, 140.0, 210.0, 290.0])
def test_f0_of_a_phantom(f0_hz: float, phoneme: str) -> None:
    measured = measure(from_float(vowel(3, f0_hz=f0_hz, phoneme=phoneme, drift=0.0)))
    assert measured.values["f0_hz"] == pytest.approx(f0_hz, rel=0.005)


@pytest.mark.parametrize("jitter", [0.0, 0.002, 0.005, 0.01, 0.02, 0.03])
def test_jitter(jitter: float) -> None:
    train = pulse_train(130.0, jitter=jitter)
    values = measure(train.pcm).values
    assert values["jitter_local"] == pytest.approx(train.jitter, rel=0.06, abs=2e-4)
    # Independent periods: 1.13, 0.65 and 0.71 standard deviations.
    assert values["jitter_rap"] == pytest.approx(0.58 * train.jitter, rel=0.15, abs=2e-4)
    assert values["jitter_ppq5"] == pytest.approx(0.63 * train.jitter, rel=0.15, abs=2e-4)


@pytest.mark.parametrize("shimmer", [0.0, 0.01, 0.03, 0.06, 0.1])
def test_shimmer(shimmer: float) -> None:
    train = pulse_train(130.0, shimmer=shimmer)
    values = measure(train.pcm).values
    assert values["shimmer_local"] == pytest.approx(train.shimmer, rel=0.12, abs=5e-4)
    quotients = [values[name] for name in ("shimmer_apq3", "shimmer_apq5", "shimmer_apq11")]
    assert quotients == sorted(quotients)


@pytest.mark.parametrize("tremor_hz", [3.5, 5.0, 8.0, 11.0])
@pytest.mark.parametrize("depth", [0.005, 0.02, 0.06])
def test_tremor_of_f0(depth: float, tremor_hz: float) -> None:
    values = values_of(f0_tremor=depth, tremor_hz=tremor_hz)
    assert values["f0_tremor_hz"] == pytest.approx(tremor_hz, abs=0.05)
    assert values["f0_tremor_depth"] == pytest.approx(depth, rel=0.05)


@pytest.mark.parametrize("tremor_hz", [3.5, 5.0, 8.0, 11.0])
@pytest.mark.parametrize("depth", [0.02, 0.1, 0.3])
def test_tremor_of_the_amplitude(depth: float, tremor_hz: float) -> None:
    values = values_of(amplitude_tremor=depth, tremor_hz=tremor_hz)
    assert values["amplitude_tremor_hz"] == pytest.approx(tremor_hz, abs=0.05)
    # The window of the level, 27 ms, takes 5 % of a wave of 11 Hz.
    assert values["amplitude_tremor_depth"] == pytest.approx(depth, rel=0.08)


def test_a_voice_without_tremor_has_none() -> None:
    measured = measure(pulse_train(130.0, jitter=0.005, shimmer=0.02).pcm)
    assert "stands out" in measured.unmeasured["f0_tremor_hz"]
    assert measured.values["f0_tremor_depth"] < 0.002


@pytest.mark.parametrize(
    ("parameter", "steps", "name", "rising"),
    [
        ("jitter", (0.0, 0.006, 0.012, 0.024), "jitter_local", True),
        ("shimmer", (0.0, 0.04, 0.08, 0.16), "shimmer_local", True),
        ("breath", (0.0, 0.05, 0.15, 0.5), "hnr_db", False),
        ("breath", (0.0, 0.05, 0.15, 0.5), "cpps_db", False),
        ("breath", (0.05, 0.15, 0.5, 1.0), "clarity_score", False),
    ],
)
def test_a_phantom_s_disturbance_shows(parameter: str, steps: tuple[float, ...], name: str, rising: bool) -> None:
    found = [measure(from_float(vowel(5, **{parameter: step}))).values[name] for step in steps]
    assert found == sorted(found, reverse=not rising)
    assert len(set(found)) == len(found)


def test_harmonics_to_noise_is_the_ratio_of_the_powers() -> None:
    assert values_of(snr_db=10.0)["hnr_db"] == pytest.approx(10.0, abs=1.0)
    assert values_of(snr_db=20.0)["hnr_db"] == pytest.approx(20.0, abs=1.0)


def test_hard_edges_do_not_raise_the_harmonicity() -> None:
    voice = pulse_train(130.0, snr_db=15.0).pcm
    gated = voice * (np.arange(voice.size) // 3000 % 2 == 0)
    whole, cut = (measure(clip.astype(np.int16)).values["hnr_db"] for clip in (voice, gated))
    assert cut < whole


def test_syllables_and_pauses() -> None:
    """Twelve syllables in two groups, with a pause of 1 s between them."""
    syllable, gap = (round(SAMPLE_RATE * seconds) for seconds in (0.2, 0.05))
    pieces = []
    for index in range(12):
        voice = pulse_train(120.0 + 3 * index, seconds=0.2, seed=index).pcm * np.hanning(syllable)
        pieces += [voice, np.zeros(gap if index != 5 else SAMPLE_RATE)]
    values = measure(np.concatenate(pieces[:-1]).astype(np.int16)).values
    seconds = 12 * 0.2 + 10 * 0.05 + 1.0
    assert values["speech_rate"] == pytest.approx(12 / seconds, rel=0.08)
    assert values["pause_ratio"] == pytest.approx(1.0 / seconds, abs=0.04)

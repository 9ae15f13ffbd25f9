"""Signals whose quality is known by construction."""

from __future__ import annotations

import numpy as np
import pytest

from speechscan.audio.quality import measure
from speechscan.domain.quality_gate import Flaw, QualityGate, flaws

RATE = 16_000


def _pcm(signal: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(signal * 32768), -32768, 32767).astype(np.int16)


def _tone(seconds: float, amplitude: float, hz: float = 220.0) -> np.ndarray:
    return amplitude * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE)) / RATE)


def _noise(seconds: float, rms: float, seed: int = 0) -> np.ndarray:
    return rms * np.random.default_rng(seed).standard_normal(round(seconds * RATE))


def _burst(snr_db: float, *, speech_s: float, total_s: float, rms: float = 0.1) -> np.ndarray:
    """A tone of `rms` in the middle, over noise that is `snr_db` weaker throughout."""
    clip = _noise(total_s, rms / 10 ** (snr_db / 20))
    tone = _tone(speech_s, rms * np.sqrt(2))
    begin = (clip.size - tone.size) // 2
    clip[begin : begin + tone.size] += tone
    return _pcm(clip)


@pytest.mark.parametrize("snr_db", [10.0, 20.0, 30.0, 45.0])
def test_snr_of_a_tone_in_noise(snr_db: float) -> None:
    quality = measure(_burst(snr_db, speech_s=2.0, total_s=4.0))
    assert quality.snr_db == pytest.approx(snr_db, abs=0.5)
    assert quality.speech_s == pytest.approx(2.0, abs=0.05)


def test_little_speech_in_a_long_clip_is_found() -> None:
    quality = measure(_burst(25.0, speech_s=1.0, total_s=50.0))
    assert quality.speech_s == pytest.approx(1.0, abs=0.05)


def test_a_click_does_not_hide_the_speech() -> None:
    clip = _burst(30.0, speech_s=2.0, total_s=4.0, rms=0.02)
    clip[100:140] = 32767
    assert measure(clip).speech_s == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize("noise_dbfs", [-34, -32, -30, -28, -26, -20])
@pytest.mark.parametrize("tail_s", [0.0, 0.5], ids=["to the end", "before silence"])
def test_a_noise_as_loud_as_the_voice_is_background(noise_dbfs: float, tail_s: float) -> None:
    """A vacuum cleaner that is switched on after the vowel."""
    noise = _noise(3.0, 10 ** (noise_dbfs / 20))
    voice = _tone(3.0, np.sqrt(2) * 10 ** (-30 / 20))
    quality = measure(_pcm(np.concatenate([voice, noise, np.zeros(round(tail_s * RATE))])))
    assert quality.snr_db is not None
    assert -20 <= quality.snr_db < 6
    assert Flaw.NOISY in flaws(quality, QualityGate())


@pytest.mark.parametrize("seconds", [0.05, 0.4], ids=["click", "cough"])
def test_a_short_noise_is_none(seconds: float) -> None:
    quiet, voice = _noise(1.0, 1e-4), _tone(3.0, 0.1)
    disturbed = quiet.copy()
    disturbed[: round(seconds * RATE)] += _noise(seconds, 0.3, seed=1)
    quality = measure(_pcm(np.concatenate([disturbed, voice, quiet])))
    assert quality.snr_db is not None
    assert quality.snr_db > 40


def test_silence() -> None:
    quality = measure(np.zeros(2 * RATE, np.int16))
    assert (quality.duration_s, quality.peak_dbfs, quality.clipping) == (2.0, -120.0, 0.0)
    assert (quality.speech_s, quality.snr_db) == (0.0, None)


def test_noise_of_a_quiet_room_is_not_speech() -> None:
    quality = measure(_pcm(_noise(3.0, 10 ** (-70 / 20))))
    assert (quality.speech_s, quality.snr_db) == (0.0, None)


def test_a_steady_vowel_is_all_speech_and_has_no_snr() -> None:
    quality = measure(_pcm(_tone(3.0, 0.2)))
    assert quality.speech_s == pytest.approx(3.0)
    assert quality.snr_db is None


def test_pauses_of_digital_silence_give_the_range_of_16_bits() -> None:
    clip = np.concatenate([np.zeros(RATE), _tone(2.0, 0.5), np.zeros(RATE)])
    assert measure(_pcm(clip)).snr_db == pytest.approx(92.1, abs=0.5)


@pytest.mark.parametrize(("amplitude", "peak_dbfs"), [(0.5, -6.02), (0.1, -20.0), (0.001, -60.0)])
def test_peak(amplitude: float, peak_dbfs: float) -> None:
    assert measure(_pcm(_tone(1.0, amplitude, hz=1000))).peak_dbfs == pytest.approx(peak_dbfs, abs=0.3)


def test_peak_of_the_lowest_sample_is_full_scale() -> None:
    clip = np.zeros(RATE, np.int16)
    clip[10] = -32768
    assert measure(clip).peak_dbfs == 0.0


@pytest.mark.parametrize("overdrive", [1.1, 2.0, 10.0])
def test_clipped_share_of_a_sine(overdrive: float) -> None:
    expected = 1 - 2 / np.pi * np.arcsin(1 / overdrive)
    assert measure(_pcm(_tone(2.0, overdrive, hz=97.3))).clipping == pytest.approx(expected, abs=0.01)


def test_a_sine_that_just_fits_is_not_clipped() -> None:
    assert measure(_pcm(_tone(2.0, 32767 / 32768, hz=220))).clipping == 0.0


def test_clip_shorter_than_a_frame() -> None:
    quality = measure(np.ones(100, np.int16))
    assert (quality.speech_s, quality.snr_db) == (0.0, None)

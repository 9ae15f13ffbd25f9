"""Measures of quality against phantoms, whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from registry.pcm import from_float
from regression.phantoms import CATALOGUE, Channel, Phantom, Syllables
from speechscan.audio.quality import measure
from speechscan.domain.quality import Quality

RATE = 16_000


def _measured(phantom: Phantom) -> Quality:
    return measure(from_float(phantom.voice().samples))


@pytest.mark.parametrize("phoneme", ["a", "i", "u"])
@pytest.mark.parametrize("f0_hz", [80.0, 120.0, 200.0, 350.0])
@pytest.mark.parametrize("snr_db", [5.0, 10.0, 20.0, 40.0])
def test_speech_and_snr_of_a_vowel_in_noise(phoneme: str, f0_hz: float, snr_db: float) -> None:
    quality = _measured(Phantom(seed=1, f0_hz=f0_hz, phoneme=phoneme, channel=Channel(snr_db=snr_db), margin_s=0.5))
    assert quality.snr_db == pytest.approx(snr_db, abs=0.5)
    assert quality.speech_s == pytest.approx(3.0, abs=0.1)


@pytest.mark.parametrize("name", [name for name, phantom in CATALOGUE.items() if phantom.syllables])
def test_speech_and_snr_of_syllables(name: str) -> None:
    voice = CATALOGUE[name].voice()
    quality = measure(from_float(voice.samples))
    # A closure shorter than two frames is not seen: up to 0.45 s of 5 s at 7 syllables/s.
    assert voice.truth.speech_s - 0.05 <= quality.speech_s <= voice.truth.speech_s + 0.45
    assert quality.snr_db == pytest.approx(voice.truth.snr_db, abs=0.6)


@pytest.mark.parametrize("depth_db", [6.0, 12.0, 18.0])
def test_a_vowel_that_fades_is_all_speech_and_has_no_background(depth_db: float) -> None:
    samples = Phantom(seed=3, margin_s=0.0).voice().samples[1600:-1600]
    fade = 10 ** (-depth_db / 20 * np.linspace(0, 1, samples.size))
    quality = measure(from_float(samples * fade))
    assert quality.speech_s == pytest.approx(samples.size / RATE, abs=0.05)
    assert quality.snr_db is None


@pytest.mark.parametrize("slope", [0.0, 0.5, 1.0], ids=["white", "pink", "brown"])
def test_steady_noise_is_not_speech(slope: float) -> None:
    noise = np.fft.rfft(np.random.default_rng(1).standard_normal(30 * RATE))
    coloured = np.fft.irfft(noise / np.maximum(np.arange(noise.size) / 30, 20.0) ** slope)
    quality = measure(from_float(0.3 * coloured / np.abs(coloured).max()))
    assert (quality.speech_s, quality.snr_db, quality.bandwidth_hz) == (0.0, None, None)
    assert quality.level_dbfs is None


def test_a_fricative_beside_a_vowel_is_speech_and_one_far_away_is_neither_speech_nor_background() -> None:
    clip = np.zeros(5 * RATE)
    clip += 0.0003 * np.random.default_rng(2).standard_normal(clip.size)
    clip[RATE : 2 * RATE] += Phantom(seed=4, duration_s=1.0, margin_s=0.0).voice().samples
    hiss = 0.1 * np.random.default_rng(3).standard_normal(RATE // 10)
    clip[2 * RATE : 2 * RATE + hiss.size] += hiss
    near = measure(from_float(clip))
    clip[4 * RATE : 4 * RATE + hiss.size] += hiss
    far = measure(from_float(clip))
    assert near.speech_s == pytest.approx(1.1, abs=0.05)
    assert far.speech_s == near.speech_s
    assert far.snr_db == pytest.approx(near.snr_db, abs=1.0)


@pytest.mark.parametrize("limit_hz", [700.0, 2000.0, 3400.0, 5000.0])
@pytest.mark.parametrize("margin_s", [0.0, 0.5], ids=["without a pause", "with one"])
@pytest.mark.parametrize("f0_hz", [100.0, 300.0])
def test_bandwidth_of_a_channel(limit_hz: float, margin_s: float, f0_hz: float) -> None:
    channel = Channel(room_db=-70.0, band_limit_hz=limit_hz)
    quality = _measured(Phantom(seed=5, f0_hz=f0_hz, upper_formants=True, channel=channel, margin_s=margin_s))
    assert limit_hz - 2 * f0_hz <= quality.bandwidth_hz <= limit_hz + 250


def test_a_telephone_in_a_noisy_room_is_found_by_the_voice() -> None:
    """The noise comes after the telephone and fills the band."""
    voice = Phantom(seed=6, upper_formants=True, channel=Channel(room_db=-90.0, band_limit_hz=3400.0)).voice()
    noise = 10 ** (-60 / 20) * np.random.default_rng(4).standard_normal(voice.samples.size)
    assert measure(from_float(voice.samples + noise)).bandwidth_hz == pytest.approx(3400, abs=250)


def test_a_full_band_is_found_full() -> None:
    assert _measured(Phantom(seed=7, upper_formants=True)).bandwidth_hz == 8000.0


@pytest.mark.parametrize("dc", [-0.3, 0.05])
def test_an_offset_is_measured_and_disturbs_nothing_else(dc: float) -> None:
    centred, off = (_measured(Phantom(seed=8, channel=Channel(dc=value), peak=0.4)) for value in (0.0, dc))
    assert off.dc_offset - centred.dc_offset == pytest.approx(dc, abs=1e-4)
    assert (off.speech_s, off.bandwidth_hz) == (centred.speech_s, centred.bandwidth_hz)
    assert off.snr_db == pytest.approx(centred.snr_db, abs=0.1)
    assert off.level_dbfs == pytest.approx(centred.level_dbfs, abs=0.01)
    assert off.silence == pytest.approx(centred.silence, abs=0.02)


@pytest.mark.parametrize("overdrive_db", [3.0, 6.0, 12.0])
def test_clipping_is_the_share_that_was_cut(overdrive_db: float) -> None:
    voice = Phantom(seed=9, channel=Channel(overdrive_db=overdrive_db)).voice()
    assert measure(from_float(voice.samples)).clipping == pytest.approx(voice.truth.clipping, rel=0.1)


def test_level_is_that_of_the_voice_and_not_of_its_pauses() -> None:
    short, long = (_measured(Phantom(seed=10, duration_s=4.0 + 2 * m, margin_s=m)) for m in (0.3, 3.0))
    assert short.level_dbfs == pytest.approx(long.level_dbfs, abs=0.5)


def test_silence_is_the_share_below_60_dbfs() -> None:
    quality = _measured(Phantom(seed=11, duration_s=4.0, margin_s=1.0, channel=Channel(room_db=-80.0)))
    assert quality.silence == pytest.approx(0.5, abs=0.03)
    assert measure(np.zeros(RATE, np.int16)).silence == 1.0


def test_pauses_in_syllables_are_background() -> None:
    plan = Syllables(phrase=4, pause_s=0.6)
    quality = _measured(Phantom(seed=12, duration_s=6.0, syllables=plan, channel=Channel(snr_db=15.0)))
    assert quality.snr_db == pytest.approx(15.0, abs=0.5)

"""The stated truth of a phantom against its sound, by estimators that know nothing of how it was made, and by Praat."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from regression.phantoms import SAMPLE_RATE, Channel, Phantom, SyntheticVoice, Tremor

QUIET = Channel(room_db=-90.0)
CLEAN = Phantom(seed=5, f0_hz=150.0, jitter=0.0, shimmer=0.0, breath=0.0, drift=0.0, wander=0.0, channel=QUIET)


@dataclass(frozen=True)
class Measured:
    f0_hz: float
    jitter: float
    shimmer: float
    hnr_db: float


def by_praat(voice: SyntheticVoice, f0_hz: float) -> Measured:
    parselmouth = pytest.importorskip("parselmouth", reason="praat-parselmouth is not installed")
    call = parselmouth.praat.call
    low, high = 0.6 * f0_hz, 1.7 * f0_hz
    sound = parselmouth.Sound(voice.samples.astype(np.float64), SAMPLE_RATE).extract_part(0.4, 3.6)
    pitch = call(sound, "To Pitch (cc)", 0, low, 15, "no", 0.03, 0.45, 0.01, 0.35, 0.14, high)
    points = call([sound, pitch], "To PointProcess (cc)")
    harmonicity = call(sound, "To Harmonicity (cc)", 0.01, low, 0.1, 4.5)
    return Measured(
        f0_hz=call(pitch, "Get quantile", 0, 0, 0.5, "Hertz"),
        jitter=call(points, "Get jitter (local)", 0, 0, 0.0001, 0.02, 1.3),
        shimmer=call([sound, points], "Get shimmer (local)", 0, 0, 0.0001, 0.02, 1.3, 1.6),
        hnr_db=call(harmonicity, "Get mean", 0, 0),
    )


def envelope(samples: np.ndarray, window_s: float = 0.02, every_s: float = 0.005) -> np.ndarray:
    """Root mean square in sliding windows."""
    size, step = round(window_s * SAMPLE_RATE), round(every_s * SAMPLE_RATE)
    windows = np.lib.stride_tricks.sliding_window_view(samples.astype(np.float64), size)[::step]
    return np.sqrt(np.mean(windows**2, axis=1))


def f0_track(samples: np.ndarray, f0_hz: float, every_s: float = 0.01) -> np.ndarray:
    """Of 20 ms windows: lag of the highest autocorrelation peak near the F0, with parabolic interpolation."""
    size = round(0.02 * SAMPLE_RATE)
    shortest, longest = round(SAMPLE_RATE / f0_hz / 1.4), round(SAMPLE_RATE / f0_hz * 1.4)
    track = []
    for begin in range(round(0.3 * SAMPLE_RATE), samples.size - round(0.4 * SAMPLE_RATE), round(every_s * SAMPLE_RATE)):
        piece = samples[begin : begin + size + longest + 2].astype(np.float64)
        lags = range(shortest - 1, longest + 2)
        match = np.array([np.corrcoef(piece[:size], piece[lag : lag + size])[0, 1] for lag in lags])
        at = int(np.argmax(match[1:-1])) + 1
        before, here, after = match[at - 1 : at + 2]
        track.append(SAMPLE_RATE / (lags[at] + 0.5 * (before - after) / (before - 2 * here + after)))
    return np.array(track)


def depth_at(values: np.ndarray, hz: float, every_s: float) -> float:
    """Amplitude of the sine of that frequency that fits best, over the mean."""
    angle = 2 * np.pi * hz * every_s * np.arange(values.size)
    basis = np.column_stack([np.ones_like(angle), np.sin(angle), np.cos(angle)])
    (mean, sine, cosine), *_ = np.linalg.lstsq(basis, values, rcond=None)
    return float(np.hypot(sine, cosine) / mean)


def strongest(values: np.ndarray, every_s: float) -> float:
    candidates = np.arange(2.0, 13.0, 0.1)
    return float(candidates[np.argmax([depth_at(values, hz, every_s) for hz in candidates])])


@pytest.mark.parametrize("f0_hz", [80.0, 120.0, 210.0, 320.0])
@pytest.mark.parametrize("phoneme", ["a", "i", "u"])
def test_f0_is_within_half_a_percent(f0_hz: float, phoneme: str) -> None:
    voice = Phantom(seed=3, f0_hz=f0_hz, phoneme=phoneme).voice()
    assert voice.truth.f0_median_hz == pytest.approx(f0_hz, rel=0.01)  # the drift's mean is about 0, not its median
    assert by_praat(voice, f0_hz).f0_hz == pytest.approx(voice.truth.f0_median_hz, rel=0.005)


def test_f0_is_a_median_over_time_not_over_cycles() -> None:
    voice = replace(CLEAN, f0_tremor=Tremor(5.0, 0.12), duration_s=4.3).voice()  # whole cycles of the tremor
    assert voice.truth.f0_median_hz == pytest.approx(150.0, rel=0.005)
    assert np.median(f0_track(voice.samples, 150.0)) == pytest.approx(voice.truth.f0_median_hz, rel=0.005)


def test_jitter_is_what_praat_finds_and_rises_with_its_parameter() -> None:
    voices = [Phantom(seed=5, f0_hz=150.0, jitter=jitter, breath=0.05).voice() for jitter in (0.005, 0.01, 0.02, 0.04)]
    stated = [voice.truth.jitter_local for voice in voices]
    found = [by_praat(voice, 150.0).jitter for voice in voices]
    assert stated == sorted(stated)
    assert found == sorted(found)
    # Praat places its marks by the whole waveform, where a formant's ringing smooths the closures.
    assert found == pytest.approx(stated, rel=0.25)


def test_jitter_of_the_closures_is_less_than_that_of_the_drawn_periods() -> None:
    """An independent period T has mean |T(i) - T(i+1)| of 1.13 sigma; between closures at 0.56 T it is 0.58 sigma."""
    assert Phantom(seed=5, f0_hz=150.0, jitter=0.02).voice().truth.jitter_local == pytest.approx(0.58 * 0.02, rel=0.1)


def test_shimmer_is_what_praat_finds_and_rises_with_its_parameter() -> None:
    voices = [replace(CLEAN, shimmer=shimmer).voice() for shimmer in (0.01, 0.03, 0.06, 0.12)]
    stated = [voice.truth.shimmer_local for voice in voices]
    found = [by_praat(voice, 150.0).shimmer for voice in voices]
    assert stated == sorted(stated)
    assert stated == pytest.approx([1.13 * 0.01, 1.13 * 0.03, 1.13 * 0.06, 1.13 * 0.12], rel=0.1)
    assert found == sorted(found)
    # The ringing of a formant carries a part of each cycle into the next.
    assert found == pytest.approx(stated, rel=0.25)


def test_without_disturbance_there_is_none() -> None:
    truth = CLEAN.voice().truth
    assert (truth.jitter_local, truth.shimmer_local) == (pytest.approx(0.0, abs=1e-9), pytest.approx(0.0, abs=1e-9))
    assert truth.f0_range_st == pytest.approx(0.0, abs=1e-6)
    assert (truth.f0_tremor_hz, truth.f0_tremor_depth) == (None, 0.0)
    assert (truth.amplitude_tremor_hz, truth.amplitude_tremor_depth) == (None, 0.0)
    assert (truth.clipping, truth.syllables, truth.syllables_per_s, truth.pause_s) == (0.0, None, None, 0.0)


@pytest.mark.parametrize(("hz", "depth"), [(4.0, 0.02), (5.0, 0.06), (8.0, 0.03), (11.0, 0.05)])
def test_f0_tremor_has_its_frequency_and_depth(hz: float, depth: float) -> None:
    voice = replace(CLEAN, f0_tremor=Tremor(hz, depth)).voice()
    track = f0_track(voice.samples, 150.0)
    assert (voice.truth.f0_tremor_hz, voice.truth.f0_tremor_depth) == (hz, pytest.approx(depth, rel=0.05))
    assert strongest(track, 0.01) == pytest.approx(hz, abs=0.15)
    # A window and a lag, 27 ms together, smooth a tremor of 11 Hz by an eighth.
    assert depth_at(track, hz, 0.01) == pytest.approx(depth, rel=0.2)


@pytest.mark.parametrize(("hz", "depth"), [(4.0, 0.1), (5.0, 0.3), (9.0, 0.2)])
def test_amplitude_tremor_has_its_frequency_and_depth(hz: float, depth: float) -> None:
    voice = replace(CLEAN, amplitude_tremor=Tremor(hz, depth)).voice()
    level = envelope(voice.samples[round(0.4 * SAMPLE_RATE) : -round(0.4 * SAMPLE_RATE)])
    stated = (voice.truth.amplitude_tremor_hz, voice.truth.amplitude_tremor_depth)
    assert stated == (hz, pytest.approx(depth, rel=0.02))
    assert strongest(level, 0.005) == pytest.approx(hz, abs=0.15)
    assert depth_at(level, hz, 0.005) == pytest.approx(depth, rel=0.15)


def test_a_tremor_changes_nothing_else() -> None:
    calm, shaken = (Phantom(seed=6, amplitude_tremor=tremor).voice().truth for tremor in (None, Tremor(5.0, 0.3)))
    assert shaken.f0_median_hz == calm.f0_median_hz
    assert shaken.jitter_local == calm.jitter_local


def test_more_breath_is_a_lower_hnr_as_praat_finds_it() -> None:
    voices = [replace(CLEAN, breath=breath).voice() for breath in (0.02, 0.1, 0.3, 1.0)]
    stated = [voice.truth.hnr_db for voice in voices]
    found = [by_praat(voice, 150.0).hnr_db for voice in voices]
    assert stated == sorted(stated, reverse=True)
    assert found == sorted(found, reverse=True)
    # Praat's windows see no more than about 30 dB.
    assert found[1:] == pytest.approx(stated[1:], abs=1.0)


@pytest.mark.parametrize("snr_db", [0.0, 10.0, 25.0])
def test_snr_is_as_asked(snr_db: float) -> None:
    voice = Phantom(seed=7, margin_s=0.5, channel=Channel(snr_db=snr_db)).voice()
    samples = voice.samples.astype(np.float64)
    noise = np.mean(np.concatenate([samples[:8000], samples[-8000:]]) ** 2)
    inside = np.mean(samples[8000:-8000] ** 2) - noise
    assert voice.truth.snr_db == pytest.approx(snr_db, abs=0.2)
    assert 10 * np.log10(inside / noise) == pytest.approx(snr_db, abs=0.4)

"""A sustained vowel by the source-filter model: a train of glottal pulses, breath noise, formant resonators.

Pulse: Rosenberg (1971), shape C. Formants: Peterson and Barney (1952), men's means. Bandwidths: as in Klatt (1980).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter, resample_poly

from registry.pcm import SAMPLE_RATE

# The pulse has a corner at closure; at 4 x 16 kHz its aliases stay more than 40 dB below the harmonics.
_OVERSAMPLING = 4
_OPENING, _CLOSING = 0.40, 0.16
_FORMANTS_HZ = {
    "a": (730.0, 1090.0, 2440.0, 3500.0),
    "i": (270.0, 2290.0, 3010.0, 3600.0),
    "u": (300.0, 870.0, 2240.0, 3400.0),
}
_BANDWIDTHS_HZ = (80.0, 90.0, 120.0, 175.0)
_RAMP_S = 0.04

Samples = NDArray[np.float32]


def vowel(
    seed: int,
    *,
    f0_hz: float = 120.0,
    duration_s: float = 4.0,
    phoneme: str = "a",
    jitter: float = 0.006,
    shimmer: float = 0.02,
    breath: float = 0.1,
    drift: float = 0.01,
    wander: float = 0.05,
    room_db: float = -60.0,
    margin_s: float = 0.15,
    peak: float = 0.5,
) -> Samples:
    """Mono samples at 16 kHz in [-1, 1]; the same arguments give the same samples.

    jitter, shimmer  standard deviation of a cycle's period and amplitude about their mean, relative
    breath           noise of the breath relative to the pulses (root mean square, before the formants)
    drift            depth of a slow wave (0.4 Hz) of F0, relative; its mean over the clip is about 0
    wander           how far the formants move about, slowly and each for itself, as a living tongue does; relative
    room_db          background noise, dB re full scale
    margin_s         background alone at either end, within `duration_s`
    """
    rng = np.random.default_rng(seed)
    size = round(duration_s * SAMPLE_RATE)
    margin = round(margin_s * SAMPLE_RATE)
    if size - 2 * margin < 2 * round(_RAMP_S * SAMPLE_RATE):
        raise ValueError("duration_s is too short for its margins")
    voice = _source(rng, size - 2 * margin, f0_hz, jitter, shimmer, breath, drift)
    voice = _tract(rng, voice, _FORMANTS_HZ[phoneme], wander) * _envelope(voice.size)
    clip = 10 ** (room_db / 20) * rng.standard_normal(size)
    clip[margin : size - margin] += peak * voice / np.abs(voice).max()
    return np.clip(clip, -1.0, 1.0).astype(np.float32)


def _source(
    rng: np.random.Generator, size: int, f0_hz: float, jitter: float, shimmer: float, breath: float, drift: float
) -> NDArray[np.float64]:
    onsets, periods, amplitudes = _cycles(rng, size / SAMPLE_RATE, f0_hz, jitter, shimmer, drift)
    times = np.arange(size * _OVERSAMPLING) / (SAMPLE_RATE * _OVERSAMPLING)
    cycle = np.searchsorted(onsets, times, side="right") - 1
    flow = _pulse((times - onsets[cycle]) / periods[cycle]) * amplitudes[cycle]
    # Radiation from the lips is nearly a differentiator; here it stands before the formants, which is the same.
    pulses = resample_poly(np.diff(flow, prepend=flow[0]), 1, _OVERSAMPLING)
    open_share = resample_poly(flow, 1, _OVERSAMPLING)
    noise = rng.standard_normal(size) * (0.3 + np.clip(open_share, 0.0, None))
    return np.asarray(pulses / _rms(pulses) + breath * noise / _rms(noise))


def _cycles(
    rng: np.random.Generator, duration_s: float, f0_hz: float, jitter: float, shimmer: float, drift: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Onset (s), period (s) and amplitude of each cycle, one past the end."""
    count = int(duration_s * f0_hz * (1 + drift + 6 * jitter)) + 8
    mean = 1 / f0_hz
    wave = 1 + drift * np.sin(2 * np.pi * 0.4 * mean * np.arange(count) + rng.uniform(0, 2 * np.pi))
    periods = mean / wave * (1 + jitter * np.clip(rng.standard_normal(count), -3, 3))
    amplitudes = 1 + shimmer * np.clip(rng.standard_normal(count), -3, 3)
    onsets = np.concatenate(([0.0], np.cumsum(periods)[:-1]))
    return onsets, periods, amplitudes


def _pulse(phase: NDArray[np.float64]) -> NDArray[np.float64]:
    rising = 0.5 * (1 - np.cos(np.pi * phase / _OPENING))
    falling = np.cos(0.5 * np.pi * (phase - _OPENING) / _CLOSING)
    return np.select([phase < _OPENING, phase < _OPENING + _CLOSING], [rising, falling], 0.0)


def _tract(
    rng: np.random.Generator, source: NDArray[np.float64], formants_hz: tuple[float, ...], wander: float
) -> NDArray[np.float64]:
    """The formants one after another. Each moves between two fixed resonators by a slow cross-fade."""
    signal = source
    for frequency, bandwidth in zip(formants_hz, _BANDWIDTHS_HZ, strict=True):
        upper = 0.5 + 0.5 * _slow_wave(rng, source.size)
        below = _resonator(signal, frequency * (1 - wander), bandwidth)
        above = _resonator(signal, frequency * (1 + wander), bandwidth)
        signal = below + upper * (above - below)
    return signal


def _resonator(signal: NDArray[np.float64], frequency_hz: float, bandwidth_hz: float) -> NDArray[np.float64]:
    radius = np.exp(-np.pi * bandwidth_hz / SAMPLE_RATE)
    poles = np.array([1.0, -2 * radius * np.cos(2 * np.pi * frequency_hz / SAMPLE_RATE), radius**2])
    return np.asarray(lfilter([poles.sum()], poles, signal))


def _slow_wave(rng: np.random.Generator, size: int) -> NDArray[np.float64]:
    """Irregular, within [-1, 1], of a few tenths of a hertz to 3 Hz."""
    time = np.arange(size) / SAMPLE_RATE
    waves = [np.sin(2 * np.pi * (rng.uniform(0.2, 3.0) * time + rng.uniform())) for _ in range(4)]
    return np.asarray(np.mean(waves, axis=0))


def _envelope(size: int) -> NDArray[np.float64]:
    """Raised-cosine rise and fall, so that the ends do not click."""
    ramp = 0.5 * (1 - np.cos(np.pi * np.arange(round(_RAMP_S * SAMPLE_RATE)) / round(_RAMP_S * SAMPLE_RATE)))
    envelope = np.ones(size)
    envelope[: ramp.size] = ramp
    envelope[-ramp.size :] = ramp[::-1]
    return envelope


def _rms(signal: NDArray[np.float64]) -> float:
    return float(np.sqrt(np.mean(signal**2)))

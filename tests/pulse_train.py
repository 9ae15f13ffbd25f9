"""A voice whose every period is known: pulses at exact times through two damped resonances, without any resampling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from registry.pcm import SAMPLE_RATE, Pcm, from_float

_RESONANCES = ((700.0, 100.0, 1.0), (1200.0, 120.0, 0.5))
_RING_S = 0.04


@dataclass(frozen=True, slots=True)
class PulseTrain:
    """jitter, shimmer: as they came out, mean difference of neighbours relative to the mean"""

    pcm: Pcm
    jitter: float
    shimmer: float


def pulse_train(
    f0_hz: float,
    *,
    seed: int = 0,
    seconds: float = 3.0,
    jitter: float = 0.0,
    shimmer: float = 0.0,
    f0_tremor: float = 0.0,
    amplitude_tremor: float = 0.0,
    tremor_hz: float = 5.0,
    snr_db: float | None = None,
) -> PulseTrain:
    """jitter, shimmer: standard deviation of each period and amplitude; tremor: amplitude of a sine wave; all relative.
    snr_db: of white noise under the voice."""
    rng = np.random.default_rng(seed)
    times = _times(rng, f0_hz, seconds, jitter, f0_tremor, tremor_hz)
    heights = 1 + shimmer * rng.standard_normal(times.size)
    heights *= 1 + amplitude_tremor * np.sin(2 * np.pi * tremor_hz * times)
    voice = _rung(times, heights, round(seconds * SAMPLE_RATE))
    if snr_db is not None:
        voice = voice + np.sqrt(np.mean(voice**2)) * 10 ** (-snr_db / 20) * rng.standard_normal(voice.size)
    pcm = from_float(0.5 * voice / np.abs(voice).max())
    return PulseTrain(pcm, _difference(np.diff(times)), _difference(heights))


def _times(
    rng: np.random.Generator, f0_hz: float, seconds: float, jitter: float, tremor: float, tremor_hz: float
) -> NDArray[np.float64]:
    times = [0.0]
    while times[-1] < seconds:
        f0 = f0_hz * (1 + tremor * np.sin(2 * np.pi * tremor_hz * times[-1]))
        times.append(times[-1] + (1 + jitter * rng.standard_normal()) / f0)
    return np.array(times[:-1])


def _rung(times: NDArray[np.float64], heights: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    ring = round(_RING_S * SAMPLE_RATE)
    voice = np.zeros(size + ring)
    for time, height in zip(times, heights, strict=True):
        first = int(np.ceil(time * SAMPLE_RATE))
        since = (first + np.arange(ring)) / SAMPLE_RATE - time
        for hertz, width, weight in _RESONANCES:
            wave = weight * np.exp(-np.pi * width * since) * np.sin(2 * np.pi * hertz * since)
            voice[first : first + ring] += height * wave
    return voice[:size]


def _difference(values: NDArray[np.float64]) -> float:
    return float(np.abs(np.diff(values)).mean() / values.mean())

"""The vocal tract: formant resonators one after another, each moving a little.

Formants: Peterson and Barney (1952), men's means. Bandwidths: as in Klatt (1980).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from registry.pcm import SAMPLE_RATE
from regression.phantoms.source import Signal

FORMANTS_HZ = {
    "a": (730.0, 1090.0, 2440.0, 3500.0),
    "i": (270.0, 2290.0, 3010.0, 3600.0),
    "u": (300.0, 870.0, 2240.0, 3400.0),
}
_BANDWIDTHS_HZ = (80.0, 90.0, 120.0, 175.0)
# A tract of 17.5 cm goes on with a formant each 1 kHz. Without them nothing but noise is left above 4 kHz.
_UPPER_HZ = (4500.0, 5500.0, 6500.0, 7500.0)
_UPPER_BANDWIDTHS_HZ = (250.0, 300.0, 350.0, 400.0)


@dataclass(frozen=True, slots=True)
class _Formant:
    """Moves between two fixed resonators by a slow cross-fade."""

    hz: float
    bandwidth_hz: float
    wander: float
    wave: Signal

    def filter(self, signal: Signal) -> Signal:
        upper = 0.5 + 0.5 * self.wave
        below = _resonator(signal, self.hz * (1 - self.wander), self.bandwidth_hz)
        above = _resonator(signal, self.hz * (1 + self.wander), self.bandwidth_hz)
        return np.asarray(below + upper * (above - below))


@dataclass(frozen=True, slots=True)
class Tract:
    formants: tuple[_Formant, ...]

    def filter(self, signal: Signal) -> Signal:
        for formant in self.formants:
            signal = formant.filter(signal)
        return signal


def draw_tract(rng: np.random.Generator, size: int, phoneme: str, wander: float, upper: bool) -> Tract:
    """upper: further formants up to 7.5 kHz, which keep some energy in the whole band."""
    formants = [*zip(FORMANTS_HZ[phoneme], _BANDWIDTHS_HZ, strict=True)]
    if upper:
        formants += zip(_UPPER_HZ, _UPPER_BANDWIDTHS_HZ, strict=True)
    return Tract(tuple(_Formant(hz, bandwidth, wander, _slow_wave(rng, size)) for hz, bandwidth in formants))


def _resonator(signal: Signal, frequency_hz: float, bandwidth_hz: float) -> Signal:
    radius = np.exp(-np.pi * bandwidth_hz / SAMPLE_RATE)
    poles = np.array([1.0, -2 * radius * np.cos(2 * np.pi * frequency_hz / SAMPLE_RATE), radius**2])
    return np.asarray(lfilter([poles.sum()], poles, signal))


def _slow_wave(rng: np.random.Generator, size: int) -> Signal:
    """Irregular, within [-1, 1], of a few tenths of a hertz to 3 Hz."""
    time = np.arange(size) / SAMPLE_RATE
    waves = [np.sin(2 * np.pi * (rng.uniform(0.2, 3.0) * time + rng.uniform())) for _ in range(4)]
    return np.asarray(np.mean(waves, axis=0))

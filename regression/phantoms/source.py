"""The voice's source: a train of glottal pulses with drawn periods and amplitudes, and the noise of the breath.

Pulse: Rosenberg (1971), shape C.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from registry.pcm import SAMPLE_RATE

# The pulse has a corner at closure; at 4 x 16 kHz its aliases stay more than 40 dB below the harmonics.
_OVERSAMPLING = 4
_OPENING, _CLOSING = 0.40, 0.16
# A cycle's tremor depends on its onset and the onset on the tremor of those before; each pass gains a digit or more.
_PASSES = 8

Signal = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tremor:
    """A sine in F0 or in amplitude. depth: its amplitude relative to the mean."""

    hz: float
    depth: float


@dataclass(frozen=True, slots=True)
class Cycles:
    """Onset (s), period (s) and amplitude of each glottal cycle, some past the end."""

    onsets_s: Signal
    periods_s: Signal
    amplitudes: Signal

    @property
    def closures_s(self) -> Signal:
        """When the glottis closes: the main excitation, which a listener or a pitch tracker takes the period from."""
        return np.asarray(self.onsets_s + (_OPENING + _CLOSING) * self.periods_s)

    @property
    def strengths(self) -> Signal:
        """Slope of the flow at closure, up to a factor."""
        return np.asarray(self.amplitudes / self.periods_s)


def draw_cycles(
    rng: np.random.Generator,
    duration_s: float,
    f0_hz: float,
    jitter: float,
    shimmer: float,
    drift: float,
    f0_tremor: Tremor | None = None,
    amplitude_tremor: Tremor | None = None,
) -> Cycles:
    depth = f0_tremor.depth if f0_tremor else 0.0
    count = int(duration_s * f0_hz * (1 + drift + 6 * jitter + depth)) + 8
    mean = 1 / f0_hz
    wave = 1 + drift * np.sin(2 * np.pi * 0.4 * mean * np.arange(count) + rng.uniform(0, 2 * np.pi))
    periods = mean / wave * (1 + jitter * np.clip(rng.standard_normal(count), -3, 3))
    amplitudes = 1 + shimmer * np.clip(rng.standard_normal(count), -3, 3)
    # A child generator takes nothing from `rng`: the same seed gives the same voice with and without a tremor.
    f0_turn, amplitude_turn = rng.spawn(1)[0].uniform(size=2)
    onsets, periods = _with_tremor(periods, f0_tremor, f0_turn)
    if amplitude_tremor:
        amplitudes = amplitudes * _wave(amplitude_tremor, onsets, amplitude_turn)
    return Cycles(onsets, periods, amplitudes)


def glottal_sound(rng: np.random.Generator, cycles: Cycles, size: int, breath: float) -> tuple[Signal, Signal]:
    """Pulses (root mean square 1) and breath noise (root mean square `breath`), 16 kHz."""
    times = np.arange(size * _OVERSAMPLING) / (SAMPLE_RATE * _OVERSAMPLING)
    cycle = np.searchsorted(cycles.onsets_s, times, side="right") - 1
    flow = _pulse((times - cycles.onsets_s[cycle]) / cycles.periods_s[cycle]) * cycles.amplitudes[cycle]
    # Radiation from the lips is nearly a differentiator; here it stands before the formants, which is the same.
    pulses = resample_poly(np.diff(flow, prepend=flow[0]), 1, _OVERSAMPLING)
    open_share = resample_poly(flow, 1, _OVERSAMPLING)
    noise = rng.standard_normal(size) * (0.3 + np.clip(open_share, 0.0, None))
    return np.asarray(pulses / _rms(pulses)), np.asarray(breath * noise / _rms(noise))


def _with_tremor(periods: Signal, tremor: Tremor | None, turn: float) -> tuple[Signal, Signal]:
    onsets = _onsets(periods)
    if tremor is None:
        return onsets, periods
    for _ in range(_PASSES):
        shaken = periods / _wave(tremor, onsets, turn)
        onsets = _onsets(shaken)
    return onsets, shaken


def _onsets(periods: Signal) -> Signal:
    return np.concatenate(([0.0], np.cumsum(periods)[:-1]))


def _wave(tremor: Tremor, times_s: Signal, turn: float) -> Signal:
    return np.asarray(1 + tremor.depth * np.sin(2 * np.pi * (tremor.hz * times_s + turn)))


def _pulse(phase: Signal) -> Signal:
    rising = 0.5 * (1 - np.cos(np.pi * phase / _OPENING))
    falling = np.cos(0.5 * np.pi * (phase - _OPENING) / _CLOSING)
    return np.select([phase < _OPENING, phase < _OPENING + _CLOSING], [rising, falling], 0.0)


def _rms(signal: Signal) -> float:
    return float(np.sqrt(np.mean(signal**2)))

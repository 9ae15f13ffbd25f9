"""Tremor: the strongest regular wave of 3-12 Hz in a contour of F0 or amplitude.

After Brueckl (2012), "Vocal tremor measurement based on autocorrelation of contours", with a spectrum in the
autocorrelation's place, so that frequency and depth come from one peak.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from registry.measures.correlation import HOP, parabola
from registry.pcm import SAMPLE_RATE

SHORTEST_S = 1.0
LOWEST_HZ, HIGHEST_HZ = 3.0, 12.0

_FRAME_HZ = SAMPLE_RATE / HOP
_SMALLEST_SIZE = 2048
_BAND_HZ = (2.0, 20.0)
# Times the mean power around it.
_STANDS_OUT = 10.0
# What rounding makes of a steady tone is below.
_SHALLOWEST = 1e-3
# A jump of F0 by an octave is an error of tracking more often than not, and no tremor.
_LARGEST = 0.4


@dataclass(frozen=True, slots=True)
class Tremor:
    """depth      amplitude of the wave, relative to the contour's mean
    frequency_hz  None where no wave stands out"""

    depth: float
    frequency_hz: float | None


def tremor(contour: Tensor) -> Tremor:
    """contour: [frames], positive, at least SHORTEST_S."""
    wave = (contour.double() / contour.median() - 1).clamp(-_LARGEST, _LARGEST)
    wave = _without_line(wave)
    size = max(_SMALLEST_SIZE, 2 ** (2 * wave.numel() - 1).bit_length())
    window = torch.hann_window(wave.numel(), dtype=torch.float64)
    amplitude = torch.fft.rfft(wave * window, size).abs() * (2 / window.sum())
    low, high = _bins(LOWEST_HZ, HIGHEST_HZ, size)
    best = int(amplitude[low:high].argmax()) + low
    shift, depth = parabola(*amplitude[best - 1 : best + 2])
    stands_out = (
        float(depth) > _SHALLOWEST
        and _is_top(amplitude, best)
        and _prominence(amplitude, best, wave.numel()) >= _STANDS_OUT
    )
    return Tremor(float(depth), (best + float(shift)) * _FRAME_HZ / size if stands_out else None)


def _without_line(wave: Tensor) -> Tensor:
    time = torch.linspace(-1, 1, wave.numel(), dtype=torch.float64)
    wave = wave - wave.mean()
    return wave - time * ((wave * time).sum() / time.square().sum())


def _is_top(amplitude: Tensor, best: int) -> bool:
    """Not the flank of something slower or faster."""
    return bool(amplitude[best] >= amplitude[best - 1] and amplitude[best] >= amplitude[best + 1])


def _prominence(amplitude: Tensor, best: int, frames: int) -> float:
    size = 2 * (amplitude.numel() - 1)
    # A steady voice's own wander falls with frequency; times the frequency it is level.
    power = amplitude.square() * torch.arange(amplitude.numel())
    lobe = 2 * size // frames
    top = float(power[best])
    power[max(best - lobe, 0) : best + lobe + 1] = torch.nan
    low, high = _bins(*_BAND_HZ, size)
    return top / max(float(power[low:high].nanmean()), 1e-20)


def _bins(low_hz: float, high_hz: float, size: int) -> tuple[int, int]:
    return round(low_hz * size / _FRAME_HZ), round(high_hz * size / _FRAME_HZ) + 1

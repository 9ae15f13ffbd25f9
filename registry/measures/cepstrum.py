"""Cepstral peak prominence, smoothed (CPPS).

Hillenbrand and Houde (1996), "Acoustic correlates of breathy vocal quality", with the settings that AVQI and Murton et
al. (2020) use in Praat: a Gauss window of 100 ms, pre-emphasis from 50 Hz, up to 5 kHz, smoothing over 1 ms of
quefrency, peak at 60-330 Hz above a robust straight line from 1 ms on.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from registry.measures.correlation import parabola
from registry.pcm import SAMPLE_RATE
from registry.torchaudio_loader import torchaudio

WINDOW_S = 0.1

_RATE = 10_000
_WINDOW, _HOP, _SIZE = round(WINDOW_S * _RATE), 200, 1024
_EMPHASIS_HZ = 50.0
# Quefrencies of 0.1 ms: the line from 1 ms on, the peak of 330 to 60 Hz.
_FIRST, _LAST = 10, 512
_PEAK = slice(31 - _FIRST, 167 - _FIRST)
# After smoothing over 10 quefrencies every third holds what the line needs.
_STEP = 3
_TINY = 1e-30


def cepstral_peak(signal: Tensor) -> float:
    """dB, the mean over all frames. signal: at least WINDOW_S."""
    cepstra = 10 * torch.log10(_smooth(_power_cepstra(signal)) + _TINY)
    slope, height = _line(cepstra)
    near = cepstra[:, _PEAK].argmax(1, keepdim=True) + _PEAK.start
    left, top, right = (cepstra.gather(1, near + step)[:, 0] for step in (-1, 0, 1))
    shift, peak = parabola(left, top, right)
    return float((peak - height - slope * (near[:, 0] + shift)).mean())


def _power_cepstra(signal: Tensor) -> Tensor:
    """[frames, quefrencies of 0.1 ms], beyond the half mirrored"""
    slow = torchaudio().functional.resample(signal, SAMPLE_RATE, _RATE)
    emphasised = slow[1:] - math.exp(-2 * math.pi * _EMPHASIS_HZ / _RATE) * slow[:-1]
    frames = emphasised.unfold(0, _WINDOW, _HOP)
    spectra: Tensor = torch.fft.rfft((frames - frames.mean(1, keepdim=True)).mul_(_gauss()), _SIZE)
    # Of the magnitude, not the power: a factor of 2 moves peak and line alike.
    cepstra: Tensor = torch.fft.irfft(spectra.abs().add_(_TINY).log_())
    return cepstra.square_()


def _gauss() -> Tensor:
    """exp(-12) at the edges, less that."""
    place = (torch.arange(_WINDOW) - (_WINDOW - 1) / 2) / (_WINDOW + 1)
    edge = math.exp(-12.0)
    return (torch.exp(-48.0 * place.square()) - edge) / (1 - edge)


def _smooth(cepstra: Tensor) -> Tensor:
    """Over 10 quefrencies, of which the two at the ends count half; the first one left is _FIRST."""
    # Summed from there: the quefrencies below are larger by orders, and a running sum would keep their rounding.
    sums = cepstra[:, _FIRST - 6 : _LAST + 6].cumsum(1)
    nine, eleven = sums[:, 10:-1] - sums[:, 1:-10], sums[:, 11:] - sums[:, :-11]
    return nine.add_(eleven).div_(20)


def _line(cepstra: Tensor) -> tuple[Tensor, Tensor]:
    """(slope, height at the first quefrency) of each frame, [frames]: the median slope between points half the range
    apart, and the median height, after Theil (1950)."""
    points = cepstra[:, ::_STEP]
    half = points.shape[1] // 2
    slope = _median(points[:, half : 2 * half] - points[:, :half]) / (half * _STEP)
    return slope, _median(points - slope[:, None] * torch.arange(0, cepstra.shape[1], _STEP))


def _median(values: Tensor) -> Tensor:
    # Three times as fast as torch.median.
    return values.kthvalue((values.shape[1] + 1) // 2, 1).values

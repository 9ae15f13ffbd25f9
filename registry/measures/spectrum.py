"""Spectra of the voiced frames: how steep the voice's spectrum falls, and how much it changes."""

from __future__ import annotations

import torch
from torch import Tensor

from registry.measures.correlation import HOP, SPAN
from registry.pcm import SAMPLE_RATE

_BIN_HZ = SAMPLE_RATE / SPAN
_BANDS, _BAND_BINS, _FIRST_BIN = 16, 8, 2
# 60 ms.
_APART = 6
# Relative to the loudest bin. A clip whose bandwidth ends early holds only rounding beyond.
_FLOOR = 1e-7


def spectra(signal: Tensor, voiced: Tensor) -> Tensor:
    """Power spectrum of each voiced frame, [voiced frames, bins of 31.25 Hz]"""
    frames = signal.unfold(0, SPAN, HOP)[voiced]
    spectrum: Tensor = torch.fft.rfft(frames * torch.hann_window(SPAN))
    return spectrum.abs().square()


def long_term(spectra: Tensor) -> Tensor:
    """Mean power of each bin, relative to the strongest."""
    mean = spectra.mean(0)
    return (mean / mean.max()).clamp(min=_FLOOR)


def band_level(power: Tensor, low_hz: float, high_hz: float) -> float:
    """dB, of the mean power of the bins in a band."""
    return float(10 * torch.log10(power[round(low_hz / _BIN_HZ) : round(high_hz / _BIN_HZ)].mean()))


def tilt(power: Tensor) -> float:
    """dB: level of 1-4 kHz less that of 0-1 kHz. Telephones carry both bands."""
    return band_level(power, 1000.0, 4000.0) - band_level(power, 0.0, 1000.0)


def frequencies(bins: int) -> Tensor:
    return torch.arange(bins) * _BIN_HZ


def change(spectra: Tensor) -> float:
    """dB: how far the shape of the spectrum, in bands of 250 Hz up to 4 kHz, moves within 60 ms, on average.
    Sustained vowels lie at 0.7 to 4.1, running speech from 4.0 on. Needs more than 60 ms."""
    bins = spectra[:, _FIRST_BIN : _FIRST_BIN + _BANDS * _BAND_BINS]
    bands = bins.reshape(-1, _BANDS, _BAND_BINS).mean(2)
    decibels = 10 * torch.log10(bands + 1e-8 * spectra.max())
    shape = (decibels - decibels.mean(1, keepdim=True)).clamp(min=-40)
    return float((shape[_APART:] - shape[:-_APART]).abs().mean())

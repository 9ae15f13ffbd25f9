"""Normalised cross-correlation of short frames, from which come F0 and the harmonics-to-noise ratio."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from registry.pcm import SAMPLE_RATE

HOP = SAMPLE_RATE // 100
FLOOR_HZ, CEILING_HZ = 75.0, 600.0
LONGEST = math.floor(SAMPLE_RATE / FLOOR_HZ)
SPAN = 512

_WINDOW = 212
# Lags beyond the longest feed the interpolation only.
_DEPTH = 15
_LAGS = LONGEST + 2 + _DEPTH
_FINE = 8
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Correlation:
    """values    [frames, lags] in [-1, 1]; frame i pairs two windows of 13 ms around `centre(i)`
    loudness  [frames], the frame's peak relative to the clip's"""

    values: Tensor
    loudness: Tensor


def centres(frames: int) -> Tensor:
    """In samples, [frames]."""
    return torch.arange(frames, dtype=torch.float64) * HOP + (_WINDOW + LONGEST) / 2


def correlate(signal: Tensor) -> Correlation:
    """The forward cross-correlation of Boersma's later method ("cc" in Praat): two windows of one longest period each
    slide apart, so that a loud frame's edge is no harm. signal: [n], n >= SPAN."""
    frames = signal.unfold(0, SPAN, HOP)[:, : _WINDOW + _LAGS]
    frames = frames - frames.mean(1, keepdim=True)
    first = torch.fft.rfft(frames[:, :_WINDOW], SPAN)
    product = torch.fft.irfft(first.conj() * torch.fft.rfft(frames, SPAN), SPAN)[:, :_LAGS]
    energy = torch.nn.functional.pad(frames.square().cumsum(1), (1, 0))
    energy = (energy[:, _WINDOW : _WINDOW + _LAGS] - energy[:, :_LAGS]).clamp(min=_TINY)
    middle = frames[:, _WINDOW // 2 : _WINDOW // 2 + LONGEST]
    return Correlation(
        values=product / (energy[:, :1] * energy).sqrt(),
        loudness=middle.abs().amax(1) / signal.abs().amax(),
    )


def peaks(values: Tensor, shortest: int, longest: int, count: int, cost: Tensor) -> tuple[Tensor, Tensor]:
    """The `count` highest peaks of each frame by height less cost: (lag in samples, height), each [frames, count].

    Height is 0 where a frame has fewer. cost: [lags], from `shortest` to `longest`.
    """
    here = values[:, shortest : longest + 1]
    before, after = values[:, shortest - 1 : longest], values[:, shortest + 1 : longest + 2]
    top = (here > before) & (here >= after) & (here > 0)
    found = torch.where(top, here - cost, -math.inf).topk(count, 1)
    lag, height = _between_samples(values, found.indices + shortest)
    missing = found.values.isinf()
    return lag, height.masked_fill(missing, 0.0)


def highest(values: Tensor, shortest: int, longest: int) -> Tensor:
    """Height of the highest peak of each frame, 0 where there is none: [frames]"""
    here = values[:, shortest : longest + 1]
    before, after = values[:, shortest - 1 : longest], values[:, shortest + 1 : longest + 2]
    top = (here > before) & (here >= after) & (here > 0)
    heights = torch.where(top, parabola(before, here, after)[1], -math.inf)
    found = heights.max(1, keepdim=True)
    return _between_samples(values, found.indices + shortest)[1].masked_fill(found.values.isinf(), 0.0)[:, 0]


def _between_samples(values: Tensor, lags: Tensor) -> tuple[Tensor, Tensor]:
    """The maximum near each lag, by band-limited interpolation. A parabola through three samples is up to 0.01 too
    low, which is 3 dB at a ratio of 20 dB."""
    mirrored = torch.cat([values[:, 1 : _DEPTH + 1].flip(1), values], 1)
    place = (lags[:, :, None] + torch.arange(2 * _DEPTH + 1)).flatten(1)
    near = mirrored.gather(1, place).reshape(*lags.shape, -1)
    fine = near @ _sinc()
    best = fine[..., 1:-1].argmax(2, keepdim=True) + 1
    left, top, right = (fine.gather(2, best + step)[..., 0] for step in (-1, 0, 1))
    shift, height = parabola(left, top, right)
    # Beside a pause the interpolation can overshoot. That is no better likeness than falling short as far.
    height = torch.where(height > 1, 1 / height, height)
    return lags + (best[..., 0] - _FINE + shift) / _FINE, height


def parabola(left: Tensor, top: Tensor, right: Tensor) -> tuple[Tensor, Tensor]:
    """(place relative to the middle, height) of the top of the parabola through three points."""
    bend = (2 * top - left - right).clamp(min=_TINY)
    shift = (0.5 * (right - left) / bend).clamp(-1, 1)
    return shift, top + 0.25 * (right - left) * shift


def _sinc() -> Tensor:
    """Samples at -DEPTH..DEPTH to values at -1..1 in steps of 1 / FINE: [2 * DEPTH + 1, 2 * FINE + 1]."""
    source = torch.arange(-_DEPTH, _DEPTH + 1)[:, None].float()
    target = (torch.arange(-_FINE, _FINE + 1) / _FINE)[None, :]
    distance = target - source
    window = 0.5 + 0.5 * torch.cos(math.pi * (distance / (_DEPTH + 1)).clamp(-1, 1))
    return torch.sinc(distance) * window

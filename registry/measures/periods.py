"""The period of the voice at given moments."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from registry.measures.correlation import parabola

# A period is looked for from so many times the expected one on, up to so many.
_SHORTEST, _LONGEST = 0.8, 1.25


def periods_at(signal: Tensor, times: Tensor, expected: Tensor) -> tuple[Tensor, Tensor]:
    """(period in samples, correlation), each [times]: the lag at which one expected period of the signal, centred on
    the moment, is most like what follows. The correlation is 0 where no lag is a maximum.

    times, expected: [times], in samples, float64.
    """
    width = expected.round().long()
    reach = math.ceil(_LONGEST * float(expected.max())) + 1
    start = (times - expected / 2).round().long()
    likeness = _likeness(signal, start, width, reach)
    lags = torch.arange(likeness.shape[1])
    inside = (lags >= _SHORTEST * expected[:, None]) & (lags <= _LONGEST * expected[:, None])
    top = inside[:, 1:-1] & (likeness[:, 1:-1] > likeness[:, :-2]) & (likeness[:, 1:-1] >= likeness[:, 2:])
    best = torch.where(top, likeness[:, 1:-1], -math.inf).argmax(1, keepdim=True) + 1
    left, middle, right = (likeness.gather(1, best + step)[:, 0] for step in (-1, 0, 1))
    shift, height = parabola(left, middle, right)
    found = top.any(1)
    return torch.where(found, best[:, 0] + shift, expected), height.where(found, torch.zeros(()))


def _likeness(signal: Tensor, start: Tensor, width: Tensor, reach: int) -> Tensor:
    """Normalised correlation of a window with what is so many samples later: [windows, reach + 1]."""
    widest = int(width.max())
    size = -(-(widest + reach + 1) // 32) * 32
    padded = torch.nn.functional.pad(signal, (widest, size + widest))
    near = padded.unfold(0, size, 1)[(start + widest).clamp(0, padded.numel() - size)]
    window = near * (torch.arange(size) < width[:, None])
    product = torch.fft.irfft(torch.fft.rfft(window).conj() * torch.fft.rfft(near), size)[:, : reach + 1]
    power = torch.nn.functional.pad(near.square().cumsum(1), (1, 0))
    energy = power.gather(1, width[:, None] + torch.arange(reach + 1)) - power[:, : reach + 1]
    likeness: Tensor = product / (energy[:, :1] * energy).clamp(min=1e-20).sqrt()
    return likeness

"""Sound level of each frame."""

from __future__ import annotations

import torch
from torch import Tensor

from registry.measures.correlation import HOP, LONGEST, SPAN

# Two longest periods: under a Hann window of that length a steady voice has a steady level.
_WINDOW = 2 * LONGEST
# 90 dB under the loudest frame; below lies digital silence.
_FLOOR = 1e-9


def power(signal: Tensor) -> Tensor:
    """Relative to the loudest frame's, [frames]; the frames are those of the correlation."""
    window = torch.hann_window(_WINDOW, periodic=False)
    frames = signal.square().unfold(0, SPAN, HOP)[:, :_WINDOW]
    weighted = frames @ window
    return (weighted / weighted.max()).clamp(min=_FLOOR)


def decibels(power: Tensor) -> Tensor:
    return 10 * torch.log10(power)

"""Stretches of neighbouring frames for which something holds."""

from __future__ import annotations

import torch
from torch import Tensor


def runs(held: Tensor) -> tuple[Tensor, Tensor]:
    """First frame of each run, and the frame after its last. held: [frames], bool."""
    edge = torch.nn.functional.pad(held.to(torch.int8), (1, 1)).diff()
    return (edge == 1).nonzero()[:, 0], (edge == -1).nonzero()[:, 0]


def longest(held: Tensor) -> slice:
    """Of equally long runs the first; empty if there is none."""
    first, past = runs(held)
    if first.numel() == 0:
        return slice(0, 0)
    best = int((past - first).argmax())
    return slice(int(first[best]), int(past[best]))

"""The best path through candidates, frame by frame, without a loop over frames."""

from __future__ import annotations

import torch
from torch import Tensor


def best_path(strength: Tensor, cost: Tensor) -> Tensor:
    """The states, [frames], with the largest sum of strengths less costs of the steps between them.

    strength: [frames, states]; cost: [frames - 1, states, states], from a state to one of the next frame.
    The Viterbi recursion as products of matrices in (max, +). Products of neighbours are taken pair by pair, so there
    are log2(frames) steps up, and as many down, each of which finds the middle state of every piece.
    """
    if strength.shape[0] == 1:
        return strength.argmax(1)
    levels = [strength[1:, None, :] - cost]
    middles = []
    while levels[-1].shape[0] > 1:
        joined, middle = _pairs(levels[-1])
        levels.append(joined)
        middles.append(middle)
    total = strength[0][:, None] + levels[-1][0]
    first, last = divmod(int(total.argmax()), total.shape[1])
    ends = torch.tensor([first, last])
    for level, middle in zip(reversed(levels[:-1]), reversed(middles), strict=True):
        ends = _insert(ends, middle, level.shape[0] + 1)
    return ends


def _pairs(steps: Tensor) -> tuple[Tensor, Tensor]:
    """Steps 0 and 1, 2 and 3, ... as one step each, and the state between them; an odd last step stays."""
    even = steps.shape[0] // 2 * 2
    through = steps[0:even:2, :, :, None] + steps[1:even:2, None, :, :]
    best, middle = through.max(2)
    return torch.cat([best, steps[even:]]), middle


def _insert(ends: Tensor, middle: Tensor, size: int) -> Tensor:
    pieces = torch.arange(middle.shape[0])
    states = torch.empty(size, dtype=torch.long)
    states[0 : 2 * pieces.numel() + 1 : 2] = ends[: pieces.numel() + 1]
    states[1 : 2 * pieces.numel() : 2] = middle[pieces, ends[pieces], ends[pieces + 1]]
    states[-1] = ends[-1]
    return states

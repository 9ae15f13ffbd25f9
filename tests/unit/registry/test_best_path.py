"""The path by products of matrices is the one that trying all finds."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
import torch

from registry.measures.path import best_path


@pytest.mark.parametrize("frames", range(1, 8))
def test_the_best_of_all_paths(frames: int) -> None:
    generator = torch.Generator().manual_seed(frames)
    strength = torch.rand(frames, 3, generator=generator)
    cost = torch.rand(frames - 1, 3, 3, generator=generator)

    def worth(path: tuple[int, ...]) -> float:
        steps = sum(float(cost[i, a, b]) for i, (a, b) in enumerate(pairwise(path)))
        return sum(float(strength[i, state]) for i, state in enumerate(path)) - steps

    best = max(product(range(3), repeat=frames), key=worth)
    assert best_path(strength, cost).tolist() == list(best)


def test_a_state_that_is_no_candidate_is_never_taken() -> None:
    strength = torch.full((9, 3), -torch.inf)
    strength[:, 1] = torch.arange(9.0)
    assert best_path(strength, torch.ones(8, 3, 3)).tolist() == [1] * 9

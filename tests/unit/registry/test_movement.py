"""How far a contour moves, on waves of known rate and depth."""

from __future__ import annotations

import math

import pytest
import torch

from registry.measures.movement import BANDS, f0_movement, level_movement

TIME = torch.arange(600) / 100


@pytest.mark.parametrize(
    ("rate_hz", "band"),
    [(25, "fast"), (11, "11hz"), (5.5, "6hz"), (2.8, "3hz"), (1.4, "1_5hz"), (0.2, "slow")],
)
def test_a_wave_is_found_in_its_band(rate_hz: float, band: str) -> None:
    semitones = 0.5 * torch.sin(2 * math.pi * rate_hz * TIME)
    found = dict(zip(BANDS, f0_movement(120 * 2 ** (semitones / 12)), strict=True))
    assert max(found, key=found.__getitem__) == band
    # A moving average turns some fast waves round, so that the difference is up to 1.25 times the wave.
    assert 0.5 * 0.5 / math.sqrt(2) < found[band] < 1.3 * 0.5 / math.sqrt(2)


def test_movement_is_proportional_to_its_depth() -> None:
    wave = torch.sin(2 * math.pi * 6 * TIME)
    once, twice = level_movement(-20 + wave), level_movement(-20 + 2 * wave)
    assert twice == pytest.approx([2 * value for value in once], rel=1e-6)


def test_a_steady_contour_does_not_move() -> None:
    assert f0_movement(torch.full((200,), 150.0)) == pytest.approx([0] * len(BANDS), abs=1e-9)


def test_an_octave_jump_is_not_all_that_counts() -> None:
    f0 = torch.full((300,), 150.0)
    f0[150] = 75.0
    assert max(f0_movement(f0)) < 0.5

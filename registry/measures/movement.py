"""How far pitch and loudness of a held voice move, at different rates: tremor without a beat, drift, unsteadiness.

The contour (10 ms steps) is smoothed by ever longer moving averages; each band is the root mean square of the
difference of two neighbours. The bands have the names of the rates that they hear best: "6hz" hears 3.5-7.3 Hz with
half its power or more; "fast" is above 18 Hz, "slow" below 0.5 Hz. Periodic tremor needs a peak to stand out, and most
unsteady voices have none; these need no peak.
"""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor

from registry.measures.correlation import HOP
from registry.pcm import SAMPLE_RATE

# Frames of 10 ms: 0.05 to 0.81 s.
_WIDTHS = (5, 11, 21, 41, 81)
# Part of these measures' names.
MOVEMENT = "_movement_"
BANDS = ("fast", "11hz", "6hz", "3hz", "1_5hz", "slow")
SHORTEST_S = _WIDTHS[-1] * HOP / SAMPLE_RATE
# An octave jump is an error of tracking more often than not, and must not be all that is measured.
_LARGEST_SEMITONES, _LARGEST_DB = 6.0, 20.0


def f0_movement(f0_hz: Tensor) -> list[float]:
    """In semitones, by BANDS. f0_hz: [frames], all voiced, at least SHORTEST_S."""
    semitones = 12 * torch.log2(f0_hz.double() / f0_hz.double().median())
    return _movement(semitones.clamp(-_LARGEST_SEMITONES, _LARGEST_SEMITONES))


def level_movement(decibels: Tensor) -> list[float]:
    """In dB, by BANDS. decibels: [frames], at least SHORTEST_S."""
    level = decibels.double() - decibels.double().median()
    return _movement(level.clamp(-_LARGEST_DB, _LARGEST_DB))


def _movement(contour: Tensor) -> list[float]:
    smoothed = [contour, *(_moving_average(contour, width) for width in _WIDTHS)]
    bands = [finer - coarser for finer, coarser in pairwise(smoothed)]
    bands.append(smoothed[-1] - smoothed[-1].mean())
    return [float(band.square().mean().sqrt()) for band in bands]


def _moving_average(contour: Tensor, width: int) -> Tensor:
    """Over the frames that there are, at the ends."""
    half = width // 2
    sums = torch.nn.functional.pad(contour.cumsum(0), (1, 0))
    place = torch.arange(contour.numel())
    first, past = (place - half).clamp(min=0), (place + half + 1).clamp(max=contour.numel())
    return (sums[past] - sums[first]) / (past - first)

"""Percentile intervals from a bootstrap over speakers: clips of one speaker are not independent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from registry.training.crossfit import Groups

REPLICATES = 2000
_SEED = 20_261_122

Statistic = Callable[[NDArray[np.intp]], float]


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the bounds of its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"


def over_speakers(statistic: Statistic, groups: Groups) -> Interval:
    """`statistic` gets the clips' indices. Replicates where it is undefined (NaN: a class is missing) are left out."""
    rng = np.random.default_rng(_SEED)
    clips_of = [np.flatnonzero(groups == speaker) for speaker in np.unique(groups)]
    drawn = []
    for _ in range(REPLICATES):
        chosen = rng.integers(0, len(clips_of), len(clips_of))
        drawn.append(statistic(np.concatenate([clips_of[i] for i in chosen])))
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return Interval(round(statistic(np.arange(groups.size)), 3), round(float(low), 3), round(float(high), 3))

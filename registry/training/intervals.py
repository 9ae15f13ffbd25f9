"""Percentile intervals from a bootstrap over speakers: clips of one speaker are not independent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from registry.training.arrays import Groups, Indices

REPLICATES = 2000
_SEED = 20_261_122

Statistic = Callable[[Indices], float]


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the bounds of its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"


def over_speakers(statistic: Statistic, groups: Groups, replicates: int = REPLICATES) -> Interval:
    """`statistic` gets the clips' indices. Replicates where it is undefined (NaN: a class is missing) are left out."""
    drawn = np.array([statistic(chosen) for chosen in draws(groups, replicates)])
    defined = drawn[~np.isnan(drawn)]
    low, high = np.quantile(defined, [0.025, 0.975]) if defined.size else (np.nan, np.nan)
    return Interval(round(statistic(np.arange(groups.size)), 3), round(float(low), 3), round(float(high), 3))


def draws(groups: Groups, replicates: int) -> list[Indices]:
    """Clips of speakers drawn with replacement, as many speakers as there are. The same draws on every call, so that
    differences between two models are paired."""
    rng = np.random.default_rng(_SEED)
    clips_of = [np.flatnonzero(groups == speaker) for speaker in np.unique(groups)]
    chosen = rng.integers(0, len(clips_of), (replicates, len(clips_of)))
    return [np.concatenate([clips_of[i] for i in row]) for row in chosen]

"""Exact test of paired verdicts (McNemar 1947, by the binomial law)."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from scipy.stats import binomtest

from regression.statistics.clusters import Clusters
from regression.statistics.paired import Paired, Vector


@dataclass(frozen=True, slots=True)
class McNemar:
    """How many were better judged by one version than by the other. p: two-sided, 1 if there are none."""

    champion_better: int
    challenger_better: int
    p: float

    def document(self) -> dict[str, float]:
        return asdict(self)


def by_clip(paired: Paired) -> McNemar:
    """The clips of one speaker are not independent: p is too small where some speak more often."""
    return _judged(_gained(paired))


def by_speaker(paired: Paired, clusters: Clusters) -> McNemar:
    """A speaker counts for the version that judged more of his clips rightly. With one clip each: the same as
    `by_clip`."""
    return _judged(clusters.sums(_gained(paired)).sum(axis=0))


def _gained(paired: Paired) -> Vector:
    champion, challenger = paired.champion_called == paired.labels, paired.challenger_called == paired.labels
    return np.asarray(challenger.astype(float) - champion)


def _judged(gained: Vector) -> McNemar:
    lost, won = int(np.count_nonzero(gained < 0)), int(np.count_nonzero(gained > 0))
    p = float(binomtest(won, won + lost).pvalue) if won + lost else 1.0
    return McNemar(lost, won, p)

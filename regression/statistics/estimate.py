"""A figure, or the difference of two, with its error over speakers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from registry.training.intervals import Interval
from regression.statistics.clusters import Clusters
from regression.statistics.contributions import Contributions
from regression.statistics.paired import Vector


@dataclass(frozen=True, slots=True)
class Estimate:
    """centre: of the interval. It is the figure itself, unless an imagined speaker drew it towards 0.

    degrees: of freedom of Student's t (Satterthwaite 1946, over the two classes)
    variances: of the mean over the healthy and the mean over the dysarthric
    """

    centre: float
    standard_error: float
    degrees: float
    variances: tuple[float, float]

    def lower(self, alpha: float) -> float:
        """Bound that the truth lies below with the probability alpha, one-sided."""
        return self.centre - self._reach(1 - alpha)

    def upper(self, alpha: float) -> float:
        return self.centre + self._reach(1 - alpha)

    def interval(self, value: float | None = None, alpha: float = 0.05) -> Interval:
        """Two-sided."""
        return Interval(self.centre if value is None else value, self.lower(alpha / 2), self.upper(alpha / 2))

    def chance_of_more(self, bound: float) -> float:
        """One-sided p of the hypothesis that the truth is at most `bound`."""
        return float(stdtr(self.degrees, -self._distance(bound)))

    def chance_of_less(self, bound: float) -> float:
        """One-sided p of the hypothesis that the truth is at least `bound`."""
        return float(stdtr(self.degrees, self._distance(bound)))

    def p_of_zero(self) -> float:
        """Two-sided."""
        return min(1.0, 2 * float(stdtr(self.degrees, -abs(self._distance(0.0)))))

    def _reach(self, quantile: float) -> float:
        return float(stdtrit(self.degrees, quantile)) * self.standard_error

    def _distance(self, bound: float) -> float:
        """In standard errors. Without any spread the figure is exact."""
        gap = self.centre - bound
        return gap / self.standard_error if self.standard_error else float(np.copysign(np.inf, gap) if gap else 0.0)


def over_speakers(found: Contributions, clusters: Clusters, imagined: float = 0.0) -> Estimate:
    """Variance between speakers: DeLong, DeLong and Clarke-Pearson 1988 where each speaks once, Obuchowski 1997 where
    some speak more often.

    imagined: if not 0, each class gets one more speaker of average length, who moves the figure by that much, half of
    him up and half of him down (after Agresti and Coull 1998; Bonett and Price 2012 for pairs). Without him the bound
    is too narrow with few speakers, and has no width at all where two versions happen to agree on every clip.

    Needs two speakers a class.
    """
    extra = 1.0 if imagined else 0.0
    speakers = np.array(clusters.speakers, dtype=float)
    clips = clusters.clips.sum(axis=1)
    length = clips / speakers
    total = clips + extra * length
    sums = clusters.sums(found.values)
    means = sums.sum(axis=1) / total
    moved = sums - clusters.clips * means[:, None]  # [2, speakers]
    squares = (moved**2).sum(axis=1) + extra * length**2 * (imagined**2 + means**2)
    counted = speakers + extra
    variances = counted / (counted - 1) * squares / total**2
    # A speaker with clips of both classes ties their errors together.
    everyone = moved.shape[1]
    shared = 2 * everyone / (everyone - 1) * float((moved[0] * moved[1]).sum()) / float(total.prod())
    error = found.weight * float(np.sqrt(max(0.0, float(variances.sum()) + shared)))
    healthy, dysarthric = variances.tolist()
    return Estimate(float(means.mean()), error, _degrees(variances, counted), (healthy, dysarthric))


def _degrees(variances: Vector, counted: Vector) -> float:
    weight = float((variances**2 / (counted - 1)).sum())
    return float(variances.sum()) ** 2 / weight if weight else float((counted - 1).sum())

"""A figure of champion and challenger, and whether the challenger's is no worse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from registry.training.intervals import Interval
from regression.gate.check import Outcome
from regression.statistics import bootstrap, contributions
from regression.statistics.bootstrap import Replicates, Weights
from regression.statistics.clusters import Clusters
from regression.statistics.contributions import Figure
from regression.statistics.estimate import Estimate, over_speakers
from regression.statistics.needed import speakers_needed
from regression.statistics.paired import Paired, Vector
from regression.statistics.rules import Rules


@dataclass(frozen=True, slots=True)
class Kind:
    """imagined: how far the imagined speaker of each class moves the figure (`estimate.over_speakers`). A whole verdict
    for the balanced accuracy. For the AUC half of the scale: with a quarter up to 8 % of the challengers that are worse
    by the margin pass near an AUC of 1 (docs/decisions/0030-gate-statistics.md)."""

    name: str
    contributions: Figure
    replicates: Callable[[Paired, Clusters, Weights], Replicates]
    imagined: float


AUC = Kind("AUC", contributions.auc, bootstrap.auc, 0.5)
BALANCED_ACCURACY = Kind("balanced accuracy", contributions.balanced_accuracy, bootstrap.balanced_accuracy, 1.0)


@dataclass(frozen=True, slots=True)
class Difference:
    """Intervals are of 95 %. `champion` and `challenger` by the bootstrap; `difference`, challenger - champion, by the
    clustered t interval that the verdict rests on.

    bootstrap    the percentile interval of the difference
    delong       the same without the imagined speaker: for the AUC that of DeLong and Obuchowski
    p            two-sided, of no difference at all, as `delong`
    lower, upper one-sided bounds at the rules' alpha; lower is the lower one of t interval and bootstrap
    needed       speakers of whom an equal challenger would pass; None above a million
    """

    name: str
    champion: Interval
    challenger: Interval
    difference: Interval
    bootstrap: Interval
    delong: Interval
    p: float
    lower: float
    upper: float
    margin: float
    needed: int | None
    outcome: Outcome

    @property
    def value(self) -> float:
        return self.difference.value

    def document(self) -> dict[str, Any]:
        return asdict(self) | {"outcome": self.outcome.value}


def differ(kind: Kind, paired: Paired, clusters: Clusters, weights: Weights, margin: float, rules: Rules) -> Difference:
    """Needs two speakers a class."""
    champion, challenger = kind.contributions(paired)
    moved = challenger - champion
    plain, guarded = over_speakers(moved, clusters), over_speakers(moved, clusters, kind.imagined)
    drawn = kind.replicates(paired, clusters, weights)
    value, upper = plain.centre, guarded.upper(rules.alpha)
    lower = min(guarded.lower(rules.alpha), float(np.quantile(drawn.difference, rules.alpha)))
    return Difference(
        name=kind.name,
        champion=_percentile(over_speakers(champion, clusters), drawn.champion),
        challenger=_percentile(over_speakers(challenger, clusters), drawn.challenger),
        difference=guarded.interval(value),
        bootstrap=_percentile(plain, drawn.difference),
        delong=plain.interval(),
        p=plain.p_of_zero(),
        lower=lower,
        upper=upper,
        margin=margin,
        needed=speakers_needed(moved, clusters, kind.imagined, margin, rules),
        outcome=judged(value, lower, upper, margin),
    )


def judged(value: float, lower: float, upper: float, margin: float) -> Outcome:
    """PASS: shown to be no worse, the lower bound lies above -margin.

    FAIL: the figure itself lies at or beyond -margin, and it is shown to be worse at all (the upper bound is below 0).
    So a few unlucky speakers make no failure, while with the speakers that `needed` asks for a figure beyond the margin
    nearly always is one. Else it cannot be told.
    """
    if lower > -margin:
        return Outcome.PASS
    return Outcome.FAIL if value <= -margin and upper < 0 else Outcome.INCONCLUSIVE


def _percentile(found: Estimate, drawn: Vector) -> Interval:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Interval(found.centre, float(low), float(high))

"""How good one version is, with 95 % intervals over speakers: of the champion on reference sets, and of every version
by the outcomes that came later.

An inconclusive verdict is neither right nor wrong. So sensitivity is the share of the dysarthric clips with a definite
verdict that are called dysarthric, specificity likewise of the healthy, and `decided` beside them is the share of all
clips that have one. A model that leaves its hard cases open does better by the first two and worse by the third: read
them together. The AUC rests on the probabilities of all clips.

The gate compares two versions at their thresholds with nothing left open: definite verdicts of the one and of the other
would be of other clips.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from registry.training import statistics
from registry.training.arrays import share
from registry.training.intervals import REPLICATES, over_speakers
from regression.statistics.judged import Judged
from speechscan.domain.accuracy import AccuracyFigure, Bounds

# All draws are held at once, 8 bytes a clip and replicate: 160 MB at most.
_MOST_DRAWN = 20_000_000


@dataclass(frozen=True)
class Figure:
    """needs: the classes without which it says nothing, True for dysarthric. of_definite: it rests on definite verdicts
    only."""

    statistic: Callable[[Judged], float]
    needs: tuple[bool, ...]
    of_definite: bool = True


FIGURES = {
    "sensitivity": Figure(lambda j: statistics.sensitivity(j.called, j.labels), (True,)),
    "specificity": Figure(lambda j: statistics.specificity(j.called, j.labels), (False,)),
    "balanced_accuracy": Figure(lambda j: statistics.balanced_accuracy(j.called, j.labels), (False, True)),
    "auc": Figure(lambda j: statistics.auc(j.probabilities, j.labels), (False, True), of_definite=False),
    "decided": Figure(lambda j: share(j.definite), (False, True), of_definite=False),
}


def figures(judged: Judged, least_speakers: int, replicates: int = REPLICATES) -> list[AccuracyFigure]:
    """least_speakers: of each class that a figure needs; with fewer it has no bounds."""
    return [_told(name, judged, least_speakers, replicates) for name in FIGURES]


def _told(name: str, judged: Judged, least_speakers: int, replicates: int) -> AccuracyFigure:
    figure = FIGURES[name]
    own = judged[judged.definite] if figure.of_definite else judged
    samples = {dysarthric: own.sample(dysarthric) for dysarthric in (False, True)}
    enough = all(samples[label].speakers >= least_speakers for label in figure.needs)
    bounds = _bounds(figure.statistic, own, replicates) if enough else None
    return AccuracyFigure(name, bounds, healthy=samples[False], dysarthric=samples[True])


def _bounds(statistic: Callable[[Judged], float], own: Judged, replicates: int) -> Bounds:
    """A bootstrap over speakers who were all judged rightly would call the figure certain. So the lower end is drawn
    with one more speaker of each class who is judged wrongly, and the upper end with one who is judged rightly: of 10
    out of 10 the lower end is 0.73 so, where the exact binomial one is 0.69."""
    low, high = (_drawn(statistic, own.with_imagined(right), replicates) for right in (False, True))
    return Bounds(round(statistic(own), 3), low[0], high[1])


def _drawn(statistic: Callable[[Judged], float], judged: Judged, replicates: int) -> tuple[float, float]:
    affordable = max(200, min(replicates, _MOST_DRAWN // judged.labels.size))
    interval = over_speakers(lambda rows: statistic(judged[rows]), judged.speakers, affordable)
    return interval.low, interval.high

"""The figures of each version from its results and outcomes. Knows nothing of Prefect.

Jobs of one person are not independent, so the intervals are drawn over subjects.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from registry.training import statistics
from registry.training.arrays import Groups, Indices, Labels, Vector, share
from registry.training.intervals import REPLICATES, over_speakers
from speechscan.domain.live_accuracy import Bounds, Count, JudgedJob, LiveFigure
from speechscan.domain.outcome import Label
from speechscan.domain.verdict import Status

# As the regression gate has it: with fewer of a class an interval over subjects promises what it does not hold.
LEAST_SUBJECTS = 10
# All draws are held at once, 8 bytes a job and replicate: 160 MB at most.
_MOST_DRAWN = 20_000_000
_IMAGINED = "(imagined)"


@dataclass(frozen=True)
class Judged:
    """Arrays with a row a job. labels, called: True where dysarthric."""

    subjects: Groups
    labels: Labels
    definite: Labels
    called: Labels
    probabilities: Vector

    def __getitem__(self, rows: Indices | Labels) -> Judged:
        return Judged(
            self.subjects[rows], self.labels[rows], self.definite[rows], self.called[rows], self.probabilities[rows]
        )

    def count(self, dysarthric: bool) -> Count:
        own = self.labels == dysarthric
        return Count(int(own.sum()), np.unique(self.subjects[own]).size)

    def with_imagined(self, right: bool) -> Judged:
        """And one more subject of each class, whom the model judges rightly or wrongly."""
        ill = np.array([True, False])
        called = ill if right else ~ill
        return Judged(
            np.append(self.subjects, [f"{_IMAGINED} dysarthric", f"{_IMAGINED} healthy"]),
            np.append(self.labels, ill),
            np.append(self.definite, [right, right]),
            np.append(self.called, called),
            np.append(self.probabilities, called.astype(float)),
        )


@dataclass(frozen=True)
class Figure:
    """needs: the classes without which it says nothing. of_definite: it rests on definite verdicts only."""

    statistic: Callable[[Judged], float]
    needs: tuple[Label, ...]
    of_definite: bool = True


_BOTH = (Label.HEALTHY, Label.DYSARTHRIC)
FIGURES = {
    "sensitivity": Figure(lambda j: statistics.sensitivity(j.called, j.labels), (Label.DYSARTHRIC,)),
    "specificity": Figure(lambda j: statistics.specificity(j.called, j.labels), (Label.HEALTHY,)),
    "balanced_accuracy": Figure(lambda j: statistics.balanced_accuracy(j.called, j.labels), _BOTH),
    "auc": Figure(lambda j: statistics.auc(j.probabilities, j.labels), _BOTH, of_definite=False),
    "decided": Figure(lambda j: share(j.definite), _BOTH, of_definite=False),
}


def figures(jobs: Sequence[JudgedJob], *, least_subjects: int = LEAST_SUBJECTS) -> list[LiveFigure]:
    """Of every version that has an outcome."""
    versions = dict.fromkeys(job.model_version for job in jobs)
    judged = {version: _judged([job for job in jobs if job.model_version == version]) for version in versions}
    return [_told(version, name, judged[version], least_subjects) for version in versions for name in FIGURES]


def _judged(jobs: Sequence[JudgedJob]) -> Judged:
    return Judged(
        subjects=np.array([job.subject for job in jobs]),
        labels=np.array([job.label is Label.DYSARTHRIC for job in jobs]),
        definite=np.array([job.status is not Status.INCONCLUSIVE for job in jobs]),
        called=np.array([job.status is Status.DYSARTHRIC for job in jobs]),
        probabilities=np.array([job.probability for job in jobs]),
    )


def _told(version: str, name: str, judged: Judged, least_subjects: int) -> LiveFigure:
    figure = FIGURES[name]
    own = judged[judged.definite] if figure.of_definite else judged
    counts = {Label.HEALTHY: own.count(False), Label.DYSARTHRIC: own.count(True)}
    enough = all(counts[label].subjects >= least_subjects for label in figure.needs)
    bounds = _bounds(figure.statistic, own) if enough else None
    return LiveFigure(version, name, bounds, counts[Label.HEALTHY], counts[Label.DYSARTHRIC])


def _bounds(statistic: Callable[[Judged], float], own: Judged) -> Bounds:
    """A bootstrap over subjects who were all judged rightly would call the figure certain. So the lower end is drawn
    with one more subject of each class who is judged wrongly, and the upper end with one who is judged rightly: of 10
    out of 10 the lower end is 0.73 so, where the exact binomial one is 0.69."""
    low, high = (_drawn(statistic, own.with_imagined(right)) for right in (False, True))
    return Bounds(round(statistic(own), 3), low[0], high[1])


def _drawn(statistic: Callable[[Judged], float], judged: Judged) -> tuple[float, float]:
    replicates = max(200, min(REPLICATES, _MOST_DRAWN // judged.labels.size))
    interval = over_speakers(lambda rows: statistic(judged[rows]), judged.subjects, replicates)
    return interval.low, interval.high

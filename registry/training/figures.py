"""The figures of a model version, all from speakers that the judged model had not heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from registry.training import statistics
from registry.training.arrays import Groups, Indices, Labels, Vector, share, sigmoid
from registry.training.intervals import REPLICATES, Interval, over_speakers

THRESHOLD = 0.5


@dataclass(frozen=True)
class Judged:
    """Cross-fitted or held-out results of some clips. `verdicts` as `abstention.read` gives them, 0 for unfamiliar
    clips too; `baseline` the logits of age and sex, where known."""

    labels: Labels
    groups: Groups
    logits: Vector
    verdicts: Vector
    baseline: Vector | None = None

    def __getitem__(self, chosen: Indices | Labels) -> Judged:
        baseline = None if self.baseline is None else self.baseline[chosen]
        return Judged(self.labels[chosen], self.groups[chosen], self.logits[chosen], self.verdicts[chosen], baseline)

    @property
    def by_speaker(self) -> Judged:
        """One row a speaker: the mean logit of its clips."""
        names, first = np.unique(self.groups, return_index=True)
        means = [np.array([row[self.groups == name].mean() for name in names]) for row in self._logits()]
        return Judged(self.labels[first], names, means[0], self.verdicts[first], means[1] if means[1:] else None)

    def _logits(self) -> list[Vector]:
        return [self.logits] if self.baseline is None else [self.logits, self.baseline]


def discrimination(judged: Judged, replicates: int = REPLICATES) -> dict[str, Interval]:
    """With nothing left open, at a probability of one half."""
    y, p = judged.labels, sigmoid(judged.logits)
    called = p >= THRESHOLD
    found: dict[str, Callable[[Indices], float]] = {
        "auc": lambda i: statistics.auc(p[i], y[i]),
        "balanced_accuracy": lambda i: statistics.balanced_accuracy(called[i], y[i]),
        "sensitivity": lambda i: statistics.sensitivity(called[i], y[i]),
        "specificity": lambda i: statistics.specificity(called[i], y[i]),
        "brier": lambda i: statistics.brier(p[i], y[i]),
        "calibration_error": lambda i: statistics.calibration_error(p[i], y[i]),
    }
    return {name: over_speakers(statistic, judged.groups, replicates) for name, statistic in found.items()}


def verdicts(judged: Judged, replicates: int = REPLICATES) -> dict[str, Interval]:
    """With abstention and the check of the task."""
    y, v = judged.labels, judged.verdicts
    found: dict[str, Callable[[Indices], float]] = {
        "decided": lambda i: share(v[i] != 0),
        "decided_dysarthric": lambda i: share(v[i][y[i]] != 0),
        "decided_healthy": lambda i: share(v[i][~y[i]] != 0),
        "coverage": lambda i: share(np.where(y[i], v[i], -v[i]) >= 0),
        "error_of_decided": lambda i: share((v[i] > 0)[v[i] != 0] != y[i][v[i] != 0]),
        "dysarthric_called_healthy": lambda i: share(v[i][y[i]] < 0),
        "healthy_called_dysarthric": lambda i: share(v[i][~y[i]] > 0),
    }
    return {name: over_speakers(statistic, judged.groups, replicates) for name, statistic in found.items()}


def against_baseline(judged: Judged, replicates: int = REPLICATES) -> dict[str, Interval]:
    """AUC of age and sex on the same clips, and the paired difference."""
    if judged.baseline is None:
        return {}
    y, z, base = judged.labels, judged.logits, judged.baseline
    return {
        "auc_of_age_and_sex": over_speakers(lambda i: statistics.auc(base[i], y[i]), judged.groups, replicates),
        "auc_gain_over_age_and_sex": over_speakers(
            lambda i: statistics.auc(z[i], y[i]) - statistics.auc(base[i], y[i]), judged.groups, replicates
        ),
    }

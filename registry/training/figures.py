"""The figures of a model version, all from speakers that the judged model had not heard."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata
from sklearn.linear_model import LogisticRegression

from registry.training.crossfit import Groups, Labels, Matrix
from registry.training.intervals import Interval, over_speakers


@dataclass(frozen=True)
class CrossFitted:
    """What cross-validation gave for each clip of the training corpus."""

    labels: Labels
    groups: Groups
    logits: Matrix
    baseline_logits: Matrix
    threshold: float
    verdicts: Matrix

    @property
    def probabilities(self) -> Matrix:
        return np.asarray(1 / (1 + np.exp(-self.logits)))


def auc(scores: Matrix, labels: Labels) -> float:
    """Area under the ROC curve by ranks; NaN when a class is missing."""
    positives = int(labels.sum())
    negatives = labels.size - positives
    if positives == 0 or negatives == 0:
        return float("nan")
    ranks = rankdata(scores)
    return float((ranks[labels].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def share(hits: NDArray[np.bool_]) -> float:
    return float(hits.mean()) if hits.size else float("nan")


def discrimination(fitted: CrossFitted) -> dict[str, Interval]:
    """Sensitivity and specificity: at the threshold, nothing abstained; then with the abstention band."""
    y, logits, base, verdicts = fitted.labels, fitted.logits, fitted.baseline_logits, fitted.verdicts
    called = fitted.probabilities >= fitted.threshold
    statistics = {
        "auc": lambda i: auc(logits[i], y[i]),
        "auc_of_age_and_sex": lambda i: auc(base[i], y[i]),
        "auc_gain_over_age_and_sex": lambda i: auc(logits[i], y[i]) - auc(base[i], y[i]),
        "sensitivity": lambda i: share(called[i][y[i]]),
        "specificity": lambda i: share(~called[i][~y[i]]),
        "inconclusive": lambda i: share(verdicts[i] == 0),
        "sensitivity_of_decided": lambda i: share(verdicts[i][y[i] & (verdicts[i] != 0)] > 0),
        "specificity_of_decided": lambda i: share(verdicts[i][~y[i] & (verdicts[i] != 0)] < 0),
        "dysarthric_called_healthy": lambda i: share(verdicts[i][y[i]] < 0),
        "healthy_called_dysarthric": lambda i: share(verdicts[i][~y[i]] > 0),
    }
    return {name: over_speakers(statistic, fitted.groups) for name, statistic in statistics.items()}


def speaker_auc(fitted: CrossFitted) -> Interval:
    """With one score a speaker: the mean logit of its clips."""
    names, first = np.unique(fitted.groups, return_index=True)
    means = np.array([fitted.logits[fitted.groups == name].mean() for name in names])
    labels = fitted.labels[first]
    return over_speakers(lambda i: auc(means[i], labels[i]), names)


def calibration(fitted: CrossFitted) -> dict[str, float]:
    """Slope and intercept of the logits (1 and 0 are ideal) and the Brier score."""
    line = LogisticRegression(C=1e9).fit(fitted.logits[:, None], fitted.labels)
    brier = float(np.mean((fitted.probabilities - fitted.labels) ** 2))
    return {
        "slope": round(float(line.coef_[0, 0]), 3),
        "intercept": round(float(line.intercept_[0]), 3),
        "brier": round(brier, 3),
    }

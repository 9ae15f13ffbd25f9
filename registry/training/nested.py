"""Nested cross-validation: outer folds judge, inner folds choose. No fold divides a speaker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from registry.training import candidates, logistic
from registry.training.arrays import Groups, Labels, Matrix, Vector, sigmoid
from registry.training.calibration import Calibration, calibrate
from registry.training.folds import parts, speaker_folds

OUTER_FOLDS = 10
REPEATS = 5

Tick = Callable[[], None]


@dataclass(frozen=True)
class Fitted:
    """A head with its calibration, as it serves."""

    head: candidates.Head
    calibration: Calibration
    choice: candidates.Choice

    def logits(self, features: Matrix) -> Vector:
        return self.calibration.apply(self.head.logits(features))


@dataclass(frozen=True)
class CrossFitted:
    """logits: of each clip the mean, over the repeats, of calibrated models that never heard its speaker.
    chosen: how often the inner folds chose which candidate."""

    labels: Labels
    groups: Groups
    logits: Vector
    chosen: dict[str, int]

    @property
    def probabilities(self) -> Vector:
        return sigmoid(self.logits)


def fit(features: Matrix, labels: Labels, groups: Groups, seed: int) -> Fitted:
    """The whole procedure on some speakers: choice, head, and calibration on the inner folds' logits."""
    choice = candidates.choose(features, labels, groups, seed)
    weights = logistic.balanced_weights(labels, groups)
    return Fitted(
        head=candidates.fit(features, labels, groups, choice),
        calibration=calibrate(choice.inner_logits, labels, weights, np.unique(groups).size),
        choice=choice,
    )


def cross_validate(
    features: Matrix, labels: Labels, groups: Groups, seed: int, repeats: int = REPEATS, tick: Tick = lambda: None
) -> CrossFitted:
    logits, chosen = np.zeros(labels.size), Counter[str]()
    for repeat in range(repeats):
        fold_of = speaker_folds(labels, groups, OUTER_FOLDS, seed + 1000 * repeat)
        for train, test in parts(fold_of):
            fitted = fit(features[train], labels[train], groups[train], seed + repeat)
            logits[test] += fitted.logits(features[test]) / repeats
            chosen[fitted.choice.candidate] += 1
        tick()
    return CrossFitted(labels, groups, logits, dict(sorted(chosen.items())))

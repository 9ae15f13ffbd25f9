"""What the head may read. The candidates were stated before any of them was scored; which one serves, and how strongly
it is penalised, is chosen in inner folds, by log loss, never on a speaker that judges it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from registry.features import HEAD_MEASURES, LOUDNESS, PITCH
from registry.log_mel import STATISTICS
from registry.training import logistic
from registry.training.arrays import Groups, Labels, Matrix, Vector
from registry.training.folds import parts, speaker_folds
from registry.training.standardise import Standard, learn
from registry.training.statistics import log_loss
from speechscan.domain.explanation import TIMBRE

INNER_FOLDS = 5
PENALTIES = (0.03, 0.1, 0.3, 1.0, 3.0)
_MEASURES, _STEADINESS = len(HEAD_MEASURES), len(PITCH) + len(LOUDNESS)
_PARTS = {
    "pitch": slice(0, len(PITCH)),
    "steadiness": slice(0, _STEADINESS),
    "measures": slice(0, _MEASURES),
    TIMBRE: slice(_MEASURES, None),
}
# Each a mean of heads on parts, so each is a linear head again and its score splits into contributions.
CANDIDATES = {
    "pitch": ("pitch",),
    "steadiness": ("steadiness",),
    "measures": ("measures",),
    TIMBRE: (TIMBRE,),
    "steadiness and timbre": ("steadiness", TIMBRE),
    "measures and timbre": ("measures", TIMBRE),
}


@dataclass(frozen=True)
class Choice:
    """inner_logits: of each clip, by a head of the chosen kind that never heard its speaker."""

    candidate: str
    penalties: dict[str, float]
    inner_logits: Vector


@dataclass(frozen=True)
class Head:
    """logit = standard.apply(features) @ weight + bias; all columns, zeros for those that are not read."""

    standard: Standard
    weight: Vector
    bias: float

    def logits(self, features: Matrix) -> Vector:
        return np.asarray(self.standard.apply(features) @ self.weight + self.bias)


def choose(features: Matrix, labels: Labels, groups: Groups, seed: int) -> Choice:
    weights = logistic.balanced_weights(labels, groups)
    fold_of = speaker_folds(labels, groups, INNER_FOLDS, seed)
    best: dict[str, tuple[float, Vector]] = {}
    for part, columns in _PARTS.items():
        penalties = _penalties(features[:, columns].shape[1])
        logits = _out_of_fold(features[:, columns], labels, groups, fold_of, penalties)
        losses = [log_loss(row, labels, weights) for row in logits]
        place = int(np.argmin(losses))
        best[part] = (float(penalties[place]), logits[place])
    means = {name: np.mean([best[part][1] for part in used], axis=0) for name, used in CANDIDATES.items()}
    candidate = min(means, key=lambda name: log_loss(means[name], labels, weights))
    return Choice(candidate, {part: best[part][0] for part in CANDIDATES[candidate]}, means[candidate])


def _penalties(columns: int) -> Vector:
    """Stronger for more than the 57 log-mel statistics, as their number: the penalty says how far a logit may be
    expected to move, and each standardised column adds its share. An embedding has 768."""
    return np.array(PENALTIES) * max(1.0, columns / STATISTICS)


def _out_of_fold(features: Matrix, labels: Labels, groups: Groups, fold_of: np.ndarray, penalties: Vector) -> Matrix:
    """[penalties, clips]. The problems of one fold differ in penalty only and are solved together."""
    logits = np.zeros((penalties.size, labels.size))
    for train, test in parts(fold_of):
        standard = learn(features[train])
        x = np.repeat(standard.apply(features[train])[None], penalties.size, axis=0)
        weights = np.repeat(logistic.balanced_weights(labels[train], groups[train])[None], penalties.size, axis=0)
        line = logistic.fit(x, labels[train], weights, penalties)
        logits[:, test] = line.weight @ standard.apply(features[test]).T + line.bias[:, None]
    return logits


def fit(features: Matrix, labels: Labels, groups: Groups, choice: Choice) -> Head:
    standard = learn(features)
    weight, bias = np.zeros(features.shape[1]), 0.0
    for part, penalty in choice.penalties.items():
        columns = _PARTS[part]
        x = standard.apply(features)[:, columns][None]
        line = logistic.fit(x, labels, logistic.balanced_weights(labels, groups)[None], np.array([penalty]))
        weight[columns] += line.weight[0] / len(choice.penalties)
        bias += float(line.bias[0]) / len(choice.penalties)
    return Head(standard, weight, bias)

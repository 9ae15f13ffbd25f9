"""What the head may read. Which candidate serves, whether it hears movement at all, and how strongly it is penalised is
chosen in inner folds, by log loss, never on a speaker that judges it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from registry.features import HEAD_MEASURES, LOUDNESS, PITCH
from registry.log_mel import STATISTICS
from registry.measures.movement import MOVEMENT
from registry.training import logistic
from registry.training.arrays import Groups, Indices, Labels, Matrix, Vector
from registry.training.folds import parts, speaker_folds
from registry.training.standardise import Standard, learn
from registry.training.statistics import log_loss
from speechscan.domain.explanation import TIMBRE

INNER_FOLDS = 5
PENALTIES = (0.03, 0.1, 0.3, 1.0, 3.0)
_MEASURED = {"pitch": PITCH, "steadiness": (*PITCH, *LOUDNESS), "measures": HEAD_MEASURES}
# The measures of movement came after a look at the training speakers (design.py). So every set stands here without
# them too, and folds that find nothing in them do without.
_PLAIN = {
    f"plain {name}": tuple(scale for scale in scales if MOVEMENT not in scale.name)
    for name, scales in _MEASURED.items()
}
_SETS = {**_MEASURED, **_PLAIN}
# Each a mean of heads on parts, so each is a linear head again and its score splits into contributions.
CANDIDATES: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in (*_SETS, TIMBRE)},
    **{f"{name} and {TIMBRE}": (name, TIMBRE) for name in _SETS if "pitch" not in name},
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
    for part, own in columns(features).items():
        penalties = _penalties(own.size)
        logits = _out_of_fold(features[:, own], labels, groups, fold_of, penalties)
        losses = [log_loss(row, labels, weights) for row in logits]
        place = int(np.argmin(losses))
        best[part] = (float(penalties[place]), logits[place])
    means = {name: np.mean([best[part][1] for part in used], axis=0) for name, used in CANDIDATES.items()}
    candidate = min(means, key=lambda name: log_loss(means[name], labels, weights))
    return Choice(candidate, {part: best[part][0] for part in CANDIDATES[candidate]}, means[candidate])


def columns(features: Matrix) -> dict[str, Indices]:
    """Of each part, in a matrix of all measures and then the timbre."""
    place = {scale: index for index, scale in enumerate(HEAD_MEASURES)}
    measured = {name: np.array([place[scale] for scale in scales]) for name, scales in _SETS.items()}
    return {**measured, TIMBRE: np.arange(len(HEAD_MEASURES), features.shape[1])}


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
        own = columns(features)[part]
        x = standard.apply(features)[:, own][None]
        line = logistic.fit(x, labels, logistic.balanced_weights(labels, groups)[None], np.array([penalty]))
        weight[own] += line.weight[0] / len(choice.penalties)
        bias += float(line.bias[0]) / len(choice.penalties)
    return Head(standard, weight, bias)

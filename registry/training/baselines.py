"""What a model must beat: age and sex, and labels dealt out at random."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from registry.data.manifest import Clip
from registry.training import logistic, nested
from registry.training.arrays import Groups, Labels, Matrix, Vector
from registry.training.folds import parts, speaker_folds
from registry.training.nested import OUTER_FOLDS, Tick
from registry.training.standardise import learn
from registry.training.statistics import auc

# Two numbers need no search for a penalty.
_PENALTY = 0.01


def age_and_sex(clips: Sequence[Clip]) -> Matrix | None:
    """[clips, 2]; None where either is missing for any clip: a guess in its place would move the figure to beat."""
    known = [(clip.age, clip.male) for clip in clips if clip.age is not None and clip.male is not None]
    return np.array(known, dtype=np.float64) if len(known) == len(clips) else None


def plain_logits(features: Matrix, labels: Labels, groups: Groups, seed: int, repeats: int) -> Vector:
    """Cross-fitted logits of a logistic regression on a few features, in the same outer folds as the model's."""
    logits = np.zeros(labels.size)
    for repeat in range(repeats):
        for train, test in parts(speaker_folds(labels, groups, OUTER_FOLDS, seed + 1000 * repeat)):
            standard = learn(features[train])
            weights = logistic.balanced_weights(labels[train], groups[train])[None]
            line = logistic.fit(standard.apply(features[train])[None], labels[train], weights, np.array([_PENALTY]))
            logits[test] += (standard.apply(features[test]) @ line.weight[0] + line.bias[0]) / repeats
    return logits


def permutation_null(
    features: Matrix, labels: Labels, groups: Groups, seed: int, permutations: int, tick: Tick = lambda: None
) -> Vector:
    """AUCs of the whole procedure, choice and all, when the speakers' labels are dealt out at random. One repeat."""
    _, first, clip_of = np.unique(groups, return_index=True, return_inverse=True)
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(permutations):
        dealt = rng.permutation(labels[first])[clip_of]
        logits = nested.cross_validate(features, dealt, groups, seed, repeats=1).logits
        found.append(auc(logits, dealt))
        tick()
    return np.array(found)


def p_value(null: Vector, found: float) -> float:
    """Share of the permutations, the true labels among them, that do as well (Phipson and Smyth 2010)."""
    return float((1 + np.sum(null >= found)) / (1 + null.size))

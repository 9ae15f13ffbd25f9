"""Is a difference larger than chance gives? A permutation test over people, for all features at once.

Whole people change sides, never single recordings, since recordings of one person are alike. Each feature's statistic
(Kolmogorov-Smirnov; of categories the sum of the absolute differences of the shares) is brought to one scale by its own
mean and spread over the permutations. A feature's p-value compares it with the *largest* statistic over all features
(Westfall and Young 1993, single step): the chance that unchanged data call any feature different is at most alpha,
however many features there are and however they hang together.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from regression.drift.sample import Column, Sample

Matrix = NDArray[np.float32]
# Rows of one pass: bounds the memory at 250 x 4,000 x 4 bytes an array.
_BLOCK = 250
_LEAST_SPREAD = 1e-9


def p_values(
    reference: Sample, current: Sample, features: Mapping[str, bool], permutations: int, seed: int
) -> dict[str, float]:
    """features: name -> whether it is a category. Corrected for their number. Deterministic for a seed."""
    if not features:
        return {}
    found = _statistics(reference, current, features, permutations, seed)
    spread = np.maximum(found.std(axis=0), _LEAST_SPREAD)
    scaled = (found - found.mean(axis=0)) / spread
    largest = scaled[1:].max(axis=1)
    beyond = (largest[:, None] >= scaled[0] - 1e-6).sum(axis=0)
    return {name: float((1 + count) / (permutations + 1)) for name, count in zip(features, beyond, strict=True)}


def _statistics(
    reference: Sample, current: Sample, features: Mapping[str, bool], permutations: int, seed: int
) -> NDArray[np.float64]:
    """[1 + permutations, features]; the first row is of the sides as they are."""
    columns = {name: np.concatenate([reference.columns[name], current.columns[name]]) for name in features}
    blocks = [
        np.stack([_statistic(columns[name], sides, category) for name, category in features.items()], axis=1)
        for sides in _sides(reference, current, permutations, np.random.default_rng(seed))
    ]
    return np.concatenate(blocks).astype(np.float64)


def _sides(reference: Sample, current: Sample, permutations: int, rng: np.random.Generator) -> list[Matrix]:
    """Blocks of [permutations, recordings]: 1 where the recording is on the current side. The same person in both
    samples counts as two."""
    before = reference.number_of_people
    _, own = np.unique(reference.people, return_inverse=True)
    _, others = np.unique(current.people, return_inverse=True)
    person = np.concatenate([own, others + before])
    side = np.arange(before + current.number_of_people) >= before
    drawn = [side, *(rng.permutation(side) for _ in range(permutations))]
    return [
        np.array(drawn[start : start + _BLOCK], dtype=np.float32)[:, person] for start in range(0, len(drawn), _BLOCK)
    ]


def _statistic(column: Column, sides: Matrix, category: bool) -> NDArray[np.float32]:
    there = column != "" if category else ~np.isnan(column)
    values, chosen = column[there], sides[:, there]
    after = np.maximum(chosen.sum(axis=1, keepdims=True), 1)
    before = np.maximum(values.size - chosen.sum(axis=1, keepdims=True), 1)
    # Each recording's step in the difference of the two distribution functions.
    steps = chosen / after - (1 - chosen) / before
    order = np.argsort(values, kind="stable")
    ends = np.flatnonzero(np.append(values[order][1:] != values[order][:-1], True))
    heights = np.cumsum(steps[:, order], axis=1, dtype=np.float64)[:, ends]
    if not category:
        return np.asarray(np.abs(heights).max(axis=1), dtype=np.float32)
    shares = np.diff(heights, axis=1, prepend=0.0)
    return np.asarray(np.abs(shares).sum(axis=1), dtype=np.float32)

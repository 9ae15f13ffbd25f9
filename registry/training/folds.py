"""Folds that keep a speaker's clips together and spread both classes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from registry.training.arrays import Groups, Indices, Labels


def speaker_folds(labels: Labels, groups: Groups, count: int, seed: int) -> Indices:
    """The fold of each clip, 0 to count - 1. Speakers are dealt out class by class, in random order.

    A speaker whose clips differ in label (which a checked manifest has not) counts by its first clip.
    """
    names, first, clip_of = np.unique(groups, return_index=True, return_inverse=True)
    rng = np.random.default_rng(seed)
    fold_of = np.zeros(names.size, dtype=np.intp)
    dealt = 0
    for label in (True, False):
        own = rng.permutation(np.flatnonzero(labels[first] == label))
        # Going on where the last class ended keeps the folds' sizes within one speaker of each other.
        fold_of[own] = (dealt + np.arange(own.size)) % count
        dealt += own.size
    return fold_of[clip_of]


def parts(fold_of: Indices) -> Iterator[tuple[Indices, Indices]]:
    """(train, test) of each fold that has clips."""
    for fold in np.unique(fold_of):
        yield np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)

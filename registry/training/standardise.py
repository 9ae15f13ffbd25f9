"""From raw features to what the head reads: logarithms, medians for what is missing, mean 0 and spread 1.

Everything is learned from the training clips of a fold alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from registry.features import LARGEST
from registry.training.arrays import Matrix, Vector

_LEAST_SCALE = 1e-9


@dataclass(frozen=True, slots=True)
class Standard:
    """`median` stands for a missing value, on the scale after the logarithm."""

    median: Vector
    mean: Vector
    scale: Vector

    def apply(self, features: Matrix) -> Matrix:
        whole = np.where(np.isnan(features), self.median, features)
        return np.asarray(np.clip((whole - self.mean) / self.scale, -LARGEST, LARGEST))


def learn(features: Matrix) -> Standard:
    """A feature that no clip has gets the median 0, and one that never varies the scale 1: both then say nothing."""
    there = ~np.isnan(features)
    median = np.array([_median(column[~np.isnan(column)]) for column in features.T])
    whole = np.where(there, features, median)
    spread = whole.std(axis=0)
    return Standard(median, whole.mean(axis=0), np.where(spread > _LEAST_SCALE, spread, 1.0))


def _median(values: Vector) -> float:
    return float(np.median(values)) if values.size else 0.0

"""The check of the task: a Mahalanobis distance to the training clips' task measures."""

from __future__ import annotations

import numpy as np

from registry.training.crossfit import Groups, Matrix
from registry.training.policy import FAMILIAR_QUANTILE


def fit(task: Matrix) -> tuple[Matrix, Matrix]:
    """Mean and inverse covariance. 86 clips carry a covariance of 6 measures without shrinkage."""
    return task.mean(axis=0), np.asarray(np.linalg.inv(np.cov(task.T)), dtype=np.float64)


def distances(task: Matrix, mean: Matrix, precision: Matrix) -> Matrix:
    off = task - mean
    return np.asarray(np.sqrt(np.einsum("ij,jk,ik->i", off, precision, off)))


def cross_distances(task: Matrix, groups: Groups) -> Matrix:
    """Of each clip, to the clips of all other speakers."""
    found = np.zeros(len(task))
    for speaker in np.unique(groups):
        own = groups == speaker
        found[own] = distances(task[own], *fit(task[~own]))
    return found


def limit(cross: Matrix) -> float:
    return float(np.quantile(cross, FAMILIAR_QUANTILE))

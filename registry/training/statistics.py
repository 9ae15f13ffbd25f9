"""Figures of a classifier from probabilities and labels. NaN where a class is missing."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

from registry.training.arrays import Labels, Matrix, share

CALIBRATION_BINS = 5


def auc(scores: Matrix, labels: Labels) -> float:
    """Area under the ROC curve, by ranks (Mann and Whitney 1947)."""
    positives = int(labels.sum())
    negatives = labels.size - positives
    if positives == 0 or negatives == 0:
        return float("nan")
    ranks = rankdata(scores)
    return float((ranks[labels].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def sensitivity(called: Labels, labels: Labels) -> float:
    return share(called[labels])


def specificity(called: Labels, labels: Labels) -> float:
    return share(~called[~labels])


def balanced_accuracy(called: Labels, labels: Labels) -> float:
    return (sensitivity(called, labels) + specificity(called, labels)) / 2


def brier(probabilities: Matrix, labels: Labels) -> float:
    """Mean squared error of the probability (Brier 1950); 0.25 for somebody who always says one half."""
    return float(np.mean((probabilities - labels) ** 2))


def calibration_error(probabilities: Matrix, labels: Labels, bins: int = CALIBRATION_BINS) -> float:
    """ECE over bins of equal size (by rank, so that none is empty): mean distance between what was said and what
    came. Above 0 even for a perfect model: with 68 clips in 5 bins by about 0.1."""
    order = np.argsort(probabilities, kind="stable")
    pieces = [piece for piece in np.array_split(order, bins) if piece.size]
    gaps = [piece.size * abs(float(np.mean(probabilities[piece]) - np.mean(labels[piece]))) for piece in pieces]
    return sum(gaps) / labels.size


def log_loss(logits: Matrix, labels: Labels, weights: Matrix) -> float:
    """Weighted mean of -log of the probability given to what is true."""
    each = np.logaddexp(0.0, np.where(labels, -logits, logits))
    return float(np.sum(weights * each) / np.sum(weights))

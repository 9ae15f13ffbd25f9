"""Calibration after Platt (1999), on logits of heads that never heard the clip's speaker."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from registry.training.arrays import Labels, Vector, sigmoid

_STEPS = 50
# Strength of the pull towards "leave the logit as it is", in speakers' worth of evidence. With 34 speakers a free
# slope and intercept raised the log loss; a negative slope would turn the model round.
_PULL = 2.0
_LEAST_SLOPE = 0.05


@dataclass(frozen=True, slots=True)
class Calibration:
    slope: float
    intercept: float

    def apply(self, logits: Vector) -> Vector:
        return np.asarray(self.slope * logits + self.intercept)


def calibrate(logits: Vector, labels: Labels, weights: Vector, speakers: int) -> Calibration:
    """Weighted maximum likelihood with a Gaussian prior around slope 1 and intercept 0, by Newton's method.

    weights: as in `logistic.balanced_weights`; here they are scaled to sum to the number of speakers."""
    own = weights / weights.sum() * speakers
    x = np.stack([logits, np.ones_like(logits)], axis=1)
    theta = np.array([1.0, 0.0])
    for _ in range(_STEPS):
        p = sigmoid(x @ theta)
        gradient = x.T @ (own * (p - labels)) + _PULL * (theta - [1.0, 0.0])
        hessian = (x * (own * p * (1 - p))[:, None]).T @ x + _PULL * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        theta = theta - step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < 1e-12:
            break
    return Calibration(slope=max(float(theta[0]), _LEAST_SLOPE), intercept=float(theta[1]))


def slope_and_intercept(logits: Vector, labels: Labels) -> tuple[float, float]:
    """Of a logistic regression of the labels on the logits: 1 and 0 for a calibrated model (Cox 1958)."""
    x = np.stack([logits, np.ones_like(logits)], axis=1)
    theta = np.zeros(2)
    for _ in range(_STEPS):
        p = sigmoid(x @ theta)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + 1e-9 * np.eye(2)
        theta = theta - np.linalg.solve(hessian, x.T @ (p - labels))
    return float(theta[0]), float(theta[1])

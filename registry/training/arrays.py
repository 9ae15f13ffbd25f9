"""The arrays of training. One row a clip, in the order of the manifest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
Labels = NDArray[np.bool_]
Groups = NDArray[np.str_]
Indices = NDArray[np.intp]


def sigmoid(logits: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-logits)))


def share(hits: Labels) -> float:
    """NaN of nothing."""
    return float(hits.mean()) if hits.size else float("nan")

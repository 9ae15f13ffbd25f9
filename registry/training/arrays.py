"""The arrays of training. One row a clip, in the order of the manifest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from registry.data.manifest import Clip

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
Labels = NDArray[np.bool_]
Groups = NDArray[np.str_]
Indices = NDArray[np.intp]


def labels(clips: Sequence[Clip]) -> Labels:
    """True where dysarthric."""
    return np.array([clip.dysarthric for clip in clips])


def speakers(clips: Sequence[Clip]) -> Groups:
    return np.array([clip.speaker for clip in clips])


def sigmoid(logits: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-logits)))


def share(hits: Labels) -> float:
    """NaN of nothing."""
    return float(hits.mean()) if hits.size else float("nan")

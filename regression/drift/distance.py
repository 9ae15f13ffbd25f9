"""How far two samples are apart, in units that compare between features. The same formulas as Evidently's."""

from __future__ import annotations

import numpy as np
from scipy.spatial.distance import jensenshannon
from scipy.stats import wasserstein_distance

from regression.drift.sample import Column, Vector

# A feature that hardly varies in the reference: a smaller spread would make each change a large one.
_LEAST_SPREAD = 0.001


def wasserstein(reference: Vector, current: Vector) -> float:
    """How far the values must be moved on average, in standard deviations of the reference."""
    spread = max(float(np.std(reference)), _LEAST_SPREAD)
    return float(wasserstein_distance(reference, current)) / spread


def jensen_shannon(reference: Column, current: Column) -> float:
    """Between the shares of the categories: 0 equal, 0.83 nothing in common (natural logarithm)."""
    names, places = np.unique(np.concatenate([reference, current]), return_inverse=True)
    before = np.bincount(places[: reference.size], minlength=names.size)
    after = np.bincount(places[reference.size :], minlength=names.size)
    return float(jensenshannon(before, after))

"""What each clip adds to a figure.

AUC and balanced accuracy are both a mean over the healthy and a mean over the dysarthric clips. So one estimate of
their error over speakers (`estimate.py`) serves both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.stats import rankdata

from regression.statistics.paired import Flags, Paired, Vector


@dataclass(frozen=True, slots=True)
class Contributions:
    """values: [clips]. The figure is half the sum of both classes' means.

    weight  of a class's mean in the figure's error: 1 for the AUC, where both means are the figure (DeLong); a half
            for the balanced accuracy, where they are specificity and sensitivity
    """

    values: Vector
    weight: float

    def __sub__(self, other: Self) -> Contributions:
        return Contributions(self.values - other.values, self.weight)


Figure = Callable[[Paired], tuple[Contributions, Contributions]]


def auc(paired: Paired) -> tuple[Contributions, Contributions]:
    """Of champion and challenger."""
    return placements(paired.champion, paired.labels), placements(paired.challenger, paired.labels)


def balanced_accuracy(paired: Paired) -> tuple[Contributions, Contributions]:
    """Of champion and challenger, each at its own threshold."""
    champion, challenger = paired.champion_called == paired.labels, paired.challenger_called == paired.labels
    return Contributions(champion.astype(float), 0.5), Contributions(challenger.astype(float), 0.5)


def placements(scores: Vector, labels: Flags) -> Contributions:
    """Share of the other class's clips that a clip lies on the right side of, ties as a half, by midranks (Sun and Xu
    2014, Fast implementation of DeLong's algorithm). Needs clips of both classes."""
    ranks = rankdata(scores)
    found = np.empty(scores.size)
    found[labels] = (ranks[labels] - rankdata(scores[labels])) / np.count_nonzero(~labels)
    found[~labels] = 1 - (ranks[~labels] - rankdata(scores[~labels])) / np.count_nonzero(labels)
    return Contributions(found, 1.0)

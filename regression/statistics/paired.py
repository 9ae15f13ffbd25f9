"""Two versions on the same clips."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Flags = NDArray[np.bool_]
Groups = NDArray[np.str_]


@dataclass(frozen=True)
class Paired:
    """All of length [clips], in one order.

    labels    True where dysarthric
    speakers  who spoke; the clips of one speaker are not independent
    champion, challenger                probabilities
    champion_called, challenger_called  True where the probability is at or above the version's own threshold
    """

    labels: Flags
    speakers: Groups
    champion: Vector
    challenger: Vector
    champion_called: Flags
    challenger_called: Flags

    def __getitem__(self, chosen: NDArray[np.intp] | Flags) -> Paired:
        return Paired(
            self.labels[chosen],
            self.speakers[chosen],
            self.champion[chosen],
            self.challenger[chosen],
            self.champion_called[chosen],
            self.challenger_called[chosen],
        )

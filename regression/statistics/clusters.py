"""Whose clips are whose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regression.statistics.paired import Flags, Groups, Vector


@dataclass(frozen=True, slots=True)
class Clusters:
    """speaker: [clips] number of the speaker, from 0. clips: [2, speakers] healthy and dysarthric clips of each."""

    labels: Flags
    speaker: NDArray[np.intp]
    clips: NDArray[np.intp]

    @classmethod
    def of(cls, labels: Flags, speakers: Groups) -> Clusters:
        names, speaker = np.unique(speakers, return_inverse=True)
        clips = np.array([np.bincount(speaker[labels == ill], minlength=names.size) for ill in (False, True)])
        return cls(labels, speaker, clips)

    def sums(self, values: Vector) -> Vector:
        """Of values [clips]: [2, speakers], healthy and dysarthric."""
        size = self.clips.shape[1]
        return np.array(
            [np.bincount(self.speaker[self.labels == ill], values[self.labels == ill], size) for ill in (False, True)]
        )

    @property
    def speakers(self) -> tuple[int, int]:
        """Who has healthy clips, and who dysarthric ones."""
        healthy, dysarthric = np.count_nonzero(self.clips, axis=1)
        return int(healthy), int(dysarthric)

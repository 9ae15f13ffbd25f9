"""Verdicts of one version beside what is true."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regression.statistics.paired import Flags, Groups, Vector
from speechscan.domain.accuracy import Sample

_IMAGINED = "(imagined)"


@dataclass(frozen=True)
class Judged:
    """All of length [clips], in one order.

    speakers  who spoke; the clips of one speaker are not independent
    labels    True where dysarthric
    definite  True where the verdict is not inconclusive
    called    True where the verdict is dysarthric
    """

    speakers: Groups
    labels: Flags
    definite: Flags
    called: Flags
    probabilities: Vector

    def __getitem__(self, chosen: NDArray[np.intp] | Flags) -> Judged:
        return Judged(
            self.speakers[chosen],
            self.labels[chosen],
            self.definite[chosen],
            self.called[chosen],
            self.probabilities[chosen],
        )

    def sample(self, dysarthric: bool) -> Sample:
        own = self.labels == dysarthric
        return Sample(int(own.sum()), np.unique(self.speakers[own]).size)

    def with_imagined(self, right: bool) -> Judged:
        """And one more speaker of each class, with as many clips as theirs have on average, whom the model judges
        rightly or wrongly. With one clip he would count for nothing beside speakers of ten."""
        takes = [self._average_clips(dysarthric) for dysarthric in (True, False)]
        ill = np.repeat([True, False], takes)
        called = ill if right else ~ill
        return Judged(
            np.append(self.speakers, np.repeat([f"{_IMAGINED} dysarthric", f"{_IMAGINED} healthy"], takes)),
            np.append(self.labels, ill),
            np.append(self.definite, np.full(ill.size, right)),
            np.append(self.called, called),
            np.append(self.probabilities, called.astype(float)),
        )

    def _average_clips(self, dysarthric: bool) -> int:
        sample = self.sample(dysarthric)
        return round(sample.clips / sample.speakers) if sample.speakers else 1

"""Challenger and champion on the same clips of one reference set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regression.references.reference import Reference, ReferenceClip
from regression.scored import Scored
from regression.statistics.paired import Groups, Paired
from speechscan.domain.verdict import Status

_OPPOSITE = {Status.HEALTHY, Status.DYSARTHRIC}


@dataclass(frozen=True)
class Duel:
    """Scores in the order of the reference's clips. thresholds: of the probability, champion's and challenger's."""

    reference: Reference
    champion: Sequence[Scored]
    challenger: Sequence[Scored]
    thresholds: tuple[float, float]

    @property
    def clips(self) -> tuple[ReferenceClip, ...]:
        return self.reference.clips

    @property
    def paired(self) -> Paired:
        champion, challenger = (
            np.array([scored.probability for scored in side]) for side in (self.champion, self.challenger)
        )
        return Paired(
            labels=np.array([clip.dysarthric for clip in self.clips], dtype=np.bool_),
            speakers=self.speakers,
            champion=champion,
            challenger=challenger,
            champion_called=champion >= self.thresholds[0],
            challenger_called=challenger >= self.thresholds[1],
        )

    @property
    def speakers(self) -> Groups:
        """Names count within their corpus."""
        return np.array([f"{clip.corpus}/{clip.speaker}" for clip in self.clips])


def opposite(before: Scored, after: Scored) -> bool:
    """Healthy in the one and dysarthric in the other."""
    return {before.status, after.status} == _OPPOSITE

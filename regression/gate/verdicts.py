"""What clients would have been told by both versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from registry.training.arrays import Indices, share
from regression.gate.duel import Duel
from regression.scored import Scored
from regression.statistics.paired import Flags, Groups
from speechscan.domain.verdict import Status


@dataclass(frozen=True)
class Verdicts:
    """[clips]. decided: not inconclusive. wrong: the verdict of the other class; False without a verdict."""

    labels: Flags
    female: Flags
    male: Flags
    speakers: Groups
    champion_decided: Flags
    challenger_decided: Flags
    champion_wrong: Flags
    challenger_wrong: Flags

    @classmethod
    def of(cls, duel: Duel) -> Verdicts:
        return cls(
            labels=np.array([clip.dysarthric for clip in duel.clips], dtype=np.bool_),
            female=np.array([clip.sex == "f" for clip in duel.clips], dtype=np.bool_),
            male=np.array([clip.sex == "m" for clip in duel.clips], dtype=np.bool_),
            speakers=duel.speakers,
            champion_decided=_decided(duel.champion),
            challenger_decided=_decided(duel.challenger),
            champion_wrong=_wrong(duel.champion),
            challenger_wrong=_wrong(duel.challenger),
        )

    def sexes_told_apart(self, least_speakers: int) -> bool:
        """Whether each sex has so many speakers of each class."""
        cells = [sex & kind for sex in (self.female, self.male) for kind in (self.labels, ~self.labels)]
        return min(np.unique(self.speakers[cell]).size for cell in cells) >= least_speakers

    def decided_less(self, chosen: Indices) -> float:
        return share(self.champion_decided[chosen]) - share(self.challenger_decided[chosen])

    def champion_gap(self, chosen: Indices) -> float:
        """Women's share of wrong verdicts among their verdicts less men's, without the sign."""
        return self._gap(self.champion_wrong, self.champion_decided, chosen)

    def challenger_gap(self, chosen: Indices) -> float:
        return self._gap(self.challenger_wrong, self.challenger_decided, chosen)

    def gap_wider(self, chosen: Indices) -> float:
        return self.challenger_gap(chosen) - self.champion_gap(chosen)

    def _gap(self, wrong: Flags, decided: Flags, chosen: Indices) -> float:
        counted = [chosen[(sex & decided)[chosen]] for sex in (self.female, self.male)]
        women, men = (share(wrong[clips]) for clips in counted)
        return abs(women - men)


def _decided(scored: Sequence[Scored]) -> Flags:
    return np.array([one.status is not Status.INCONCLUSIVE for one in scored], dtype=np.bool_)


def _wrong(scored: Sequence[Scored]) -> Flags:
    ill = {Status.DYSARTHRIC: True, Status.HEALTHY: False}
    return np.array([ill.get(one.status, one.clip.dysarthric) != one.clip.dysarthric for one in scored], dtype=np.bool_)

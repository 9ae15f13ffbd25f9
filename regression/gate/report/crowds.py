"""Where clips that come from jobs lie, for a plot that has a point for each other clip."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from regression.gate.duel import Duel

# A tenth of a probability.
_DIGITS = 1


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many clips of a class that got these probabilities, rounded to a tenth."""

    label: str
    champion: float
    challenger: float
    clips: int


def crowds(duel: Duel) -> list[Crowd]:
    places = Counter(
        (old.clip.label or "", round(old.probability, _DIGITS), round(new.probability, _DIGITS))
        for old, new in zip(duel.champion, duel.challenger, strict=True)
        if old.clip.from_job
    )
    return [Crowd(*place, clips) for place, clips in sorted(places.items())]

"""How often something was so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

Trial = Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Share:
    """error: Monte-Carlo standard error."""

    value: float
    error: float

    def __str__(self) -> str:
        return f"{100 * self.value:.1f} ± {100 * self.error:.1f}"


def shares(trials: Iterable[Trial]) -> dict[str, Share]:
    """By name, of trials that all tell the same things."""
    told = list(trials)
    return {name: _share(sum(trial[name] for trial in told), len(told)) for name in told[0]}


def _share(hits: int, trials: int) -> Share:
    """The error of a share of 0 or 1 is not 0: it is taken from half a hit more or less."""
    value = hits / trials
    spread = min(max(value, 0.5 / trials), 1 - 0.5 / trials)
    return Share(value, sqrt(spread * (1 - spread) / trials))

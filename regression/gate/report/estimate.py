"""A difference with its interval, as a forest plot shows it."""

from __future__ import annotations

from dataclasses import dataclass

from registry.training.intervals import Interval


@dataclass(frozen=True, slots=True)
class Estimate:
    """Challenger less champion. margin: the largest loss that is allowed. outcome: None where it was not judged."""

    label: str
    difference: Interval
    margin: float
    outcome: str | None

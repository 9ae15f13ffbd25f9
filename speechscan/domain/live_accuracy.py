"""How well a model version did by the outcomes that came later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from speechscan.domain.accuracy import Bounds
from speechscan.domain.outcome import Label
from speechscan.domain.verdict import Status


@dataclass(frozen=True, slots=True)
class JudgedJob:
    """A result beside its current outcome. `subject` tells people apart; a job of nobody known stands for itself."""

    model_version: str
    subject: str
    label: Label
    status: Status
    probability: float


@dataclass(frozen=True, slots=True)
class Count:
    """Of the jobs that a figure rests on."""

    jobs: int
    subjects: int


@dataclass(frozen=True, slots=True)
class LiveFigure:
    """`bounds` None: there are too few subjects to say. `computed_at` is the database's time."""

    model_version: str
    figure: str
    bounds: Bounds | None
    healthy: Count
    dysarthric: Count
    computed_at: datetime | None = None

    def __str__(self) -> str:
        people = f"{self.healthy.subjects} healthy and {self.dysarthric.subjects} dysarthric subjects"
        return f"{self.figure} {self.bounds or 'cannot be told, too few'} ({people})"

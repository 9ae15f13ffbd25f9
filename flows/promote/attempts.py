"""What the runs of the flow that a question has had say about the next one. Knows Prefect's states by name only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# A defect does not pass by itself, and each run costs minutes.
MOST_CRASHES = 3
# Somebody may set the alias to and fro; more is a defect.
MOST_SUPERSEDED = 10
# Prefect's words for a run that waited for approval longer than it may.
_NEVER_RESUMED = "never resumed"


class Ending(StrEnum):
    """Names of the flow's final states beside Prefect's own Completed."""

    REFUSED = "Refused"
    INCONCLUSIVE = "Inconclusive"
    SUPERSEDED = "Superseded"
    """The alias moved on in the meantime."""
    POSTPONED = "Postponed"
    """A part that it needs was away."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """type, name, message: of the run's state. at: since when it is in it. number: among the question's runs, from 1;
    0 of a run that the watcher did not start."""

    type: str
    name: str
    message: str
    at: datetime
    number: int = 0

    @property
    def is_under_way(self) -> bool:
        return self.type in ("SCHEDULED", "PENDING", "RUNNING", "PAUSED", "CANCELLING")

    @property
    def was_denied(self) -> bool:
        return self.type == "CANCELLED" or (self.type == "FAILED" and _NEVER_RESUMED in self.message)

    @property
    def has_answered(self) -> bool:
        return self.name == Ending.REFUSED or (self.type == "COMPLETED" and self.name != Ending.SUPERSEDED)

    @property
    def is_crash(self) -> bool:
        failed = self.type in ("FAILED", "CRASHED")
        return failed and not (self.was_denied or self.has_answered or self.name == Ending.POSTPONED)


class Step(StrEnum):
    START = "start"
    WAIT = "wait"
    ANSWERED = "answered"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Next:
    """reason: a sentence, of a refusal"""

    step: Step
    reason: str = ""


def next_step(attempts: Sequence[Attempt], now: datetime) -> Next:
    """attempts: the question's runs, oldest first."""
    if any(attempt.is_under_way for attempt in attempts):
        return Next(Step.WAIT)
    if denied := next((attempt for attempt in attempts if attempt.was_denied), None):
        return Next(Step.REFUSE, f"It was not approved: {denied.message or 'somebody cancelled the run in Prefect.'}")
    if any(attempt.has_answered for attempt in attempts):
        return Next(Step.ANSWERED)
    crashes = [attempt for attempt in attempts if attempt.is_crash]
    if len(crashes) >= MOST_CRASHES:
        return Next(Step.REFUSE, f"The flow promotion broke {len(crashes)} times, the last time: {crashes[-1].message}")
    if sum(attempt.name == Ending.SUPERSEDED for attempt in attempts) >= MOST_SUPERSEDED:
        return Next(Step.REFUSE, f"{MOST_SUPERSEDED} runs were overtaken, the last time: {attempts[-1].message}")
    if attempts and now < attempts[-1].at + _pause(attempts):
        return Next(Step.WAIT)
    return Next(Step.START)


def next_number(attempts: Sequence[Attempt]) -> int:
    """One more than the last: their count would be lower where Prefect has forgotten some."""
    return max((attempt.number for attempt in attempts), default=0) + 1


def _pause(attempts: Sequence[Attempt]) -> timedelta:
    """While a part is away: 5, 10, 20, 40, 60, 60 ... s. After a crash none."""
    postponed = sum(attempt.name == Ending.POSTPONED for attempt in attempts)
    return (
        timedelta(seconds=min(5 * 2 ** (postponed - 1), 60)) if attempts[-1].name == Ending.POSTPONED else timedelta()
    )

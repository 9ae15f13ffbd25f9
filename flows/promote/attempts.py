"""What the runs of the flow that a question has had say about the next one. Knows Prefect's states by name only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# A defect does not pass by itself, and each run costs minutes.
MOST_FAILURES = 3
# An operator's stop, a full memory or a restart of the machine says nothing against the version.
MOST_LOST = 10
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
    def has_failed(self) -> bool:
        """By an exception of the flow."""
        refused = self.was_denied or self.has_answered
        return self.type == "FAILED" and not refused and self.name != Ending.POSTPONED

    @property
    def was_lost(self) -> bool:
        """Its process was stopped or killed, or never began."""
        return self.type == "CRASHED"


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
    failures = [attempt for attempt in attempts if attempt.has_failed]
    if len(failures) >= MOST_FAILURES:
        return Next(
            Step.REFUSE, f"The flow promotion broke {len(failures)} times, the last time: {failures[-1].message}"
        )
    lost = [attempt for attempt in attempts if attempt.was_lost]
    if len(lost) >= MOST_LOST:
        return Next(Step.REFUSE, f"The flow promotion was stopped {len(lost)} times, the last time: {lost[-1].message}")
    if sum(attempt.name == Ending.SUPERSEDED for attempt in attempts) >= MOST_SUPERSEDED:
        return Next(Step.REFUSE, f"{MOST_SUPERSEDED} runs were overtaken, the last time: {attempts[-1].message}")
    if attempts and now < attempts[-1].at + _pause(attempts):
        return Next(Step.WAIT)
    return Next(Step.START)


def next_number(attempts: Sequence[Attempt]) -> int:
    """One more than the last: their count would be lower where Prefect has forgotten some."""
    return max((attempt.number for attempt in attempts), default=0) + 1


def _pause(attempts: Sequence[Attempt]) -> timedelta:
    """While a part is away: 5, 10, 20, 40, 60, 60 ... s. After a lost process: 0, 5, 10, 20 ... 600 s. Else none."""
    last = attempts[-1]
    if last.name == Ending.POSTPONED:
        return _doubled(sum(attempt.name == Ending.POSTPONED for attempt in attempts), most_s=60)
    if last.was_lost:
        return _doubled(sum(attempt.was_lost for attempt in attempts) - 1, most_s=600)
    return timedelta()


def _doubled(times: int, most_s: float) -> timedelta:
    return timedelta(seconds=min(5 * 2 ** (times - 1), most_s) if times else 0)

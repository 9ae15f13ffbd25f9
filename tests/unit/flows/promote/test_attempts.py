from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flows.promote.attempts import (
    MOST_FAILURES,
    MOST_LOST,
    MOST_SUPERSEDED,
    Attempt,
    Step,
    next_number,
    next_step,
)

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def attempt(type_: str, name: str | None = None, message: str = "", seconds_ago: float = 3600) -> Attempt:
    return Attempt(type_, name or type_.capitalize(), message, NOW - timedelta(seconds=seconds_ago))


LOST = attempt("CRASHED", message="Process exited with status code: -9.")
FAILED = attempt("FAILED", message="Flow run encountered an exception: KeyError: 'auc'")
SUPERSEDED = attempt("COMPLETED", "Superseded")
POSTPONED = attempt("FAILED", "Postponed", seconds_ago=4)


@pytest.mark.parametrize(
    ("attempts", "step"),
    [
        ([], Step.START),
        *([[attempt(state)], Step.WAIT] for state in ("SCHEDULED", "PENDING", "RUNNING", "PAUSED", "CANCELLING")),
        ([attempt("SCHEDULED", "AwaitingConcurrencySlot")], Step.WAIT),
        ([attempt("COMPLETED")], Step.ANSWERED),
        ([attempt("COMPLETED", "Inconclusive")], Step.ANSWERED),
        ([attempt("FAILED", "Refused")], Step.ANSWERED),
        # The alias left it and came back.
        ([SUPERSEDED], Step.START),
        ([SUPERSEDED] * (MOST_SUPERSEDED - 1), Step.START),
        ([SUPERSEDED] * MOST_SUPERSEDED, Step.REFUSE),
        ([attempt("COMPLETED"), SUPERSEDED], Step.ANSWERED),
        ([FAILED], Step.START),
        ([FAILED] * (MOST_FAILURES - 1), Step.START),
        ([FAILED] * MOST_FAILURES, Step.REFUSE),
        ([FAILED] * MOST_FAILURES + [attempt("RUNNING")], Step.WAIT),
        # A process that was stopped says nothing against the version: it is tried more often, with growing pauses.
        ([LOST] * MOST_FAILURES, Step.START),
        ([LOST] * (MOST_LOST - 1), Step.START),
        ([LOST] * MOST_LOST, Step.REFUSE),
        ([LOST, FAILED] * (MOST_FAILURES - 1), Step.START),
        ([attempt("CRASHED", seconds_ago=0)], Step.START),
        ([LOST, attempt("CRASHED", seconds_ago=4)], Step.WAIT),
        ([LOST, attempt("CRASHED", seconds_ago=6)], Step.START),
        ([LOST] * 8 + [attempt("CRASHED", seconds_ago=599)], Step.WAIT),
        ([LOST] * 8 + [attempt("CRASHED", seconds_ago=601)], Step.START),
        # Neither does an outage; the pauses grow to a minute.
        ([POSTPONED], Step.WAIT),
        ([attempt("FAILED", "Postponed", seconds_ago=6)], Step.START),
        ([POSTPONED, attempt("FAILED", "Postponed", seconds_ago=6)], Step.WAIT),
        ([POSTPONED] * 9 + [attempt("FAILED", "Postponed", seconds_ago=61)], Step.START),
        ([POSTPONED, FAILED], Step.START),
        ([attempt("CANCELLED")], Step.REFUSE),
        ([attempt("FAILED", message="The flow was paused and never resumed.")], Step.REFUSE),
    ],
)
def test_what_follows(attempts: list[Attempt], step: Step) -> None:
    assert next_step(attempts, NOW).step is step


def test_a_refusal_says_why() -> None:
    assert next_step([FAILED] * 3, NOW).reason == (
        "The flow promotion broke 3 times, the last time: Flow run encountered an exception: KeyError: 'auc'"
    )
    assert next_step([LOST] * 10, NOW).reason == (
        "The flow promotion was stopped 10 times, the last time: Process exited with status code: -9."
    )
    denied = attempt("FAILED", message="The flow was paused and never resumed.")
    assert next_step([denied], NOW).reason == "It was not approved: The flow was paused and never resumed."
    assert "cancelled the run" in next_step([attempt("CANCELLED")], NOW).reason


def test_a_number_is_not_given_again_when_earlier_runs_are_forgotten() -> None:
    assert next_number([]) == 1
    assert next_number([replace(POSTPONED, number=number) for number in (250, 251)]) == 252
    # The last one is a copy that somebody made by hand.
    assert next_number([replace(POSTPONED, number=2), LOST]) == 3

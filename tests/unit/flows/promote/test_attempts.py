from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows.promote.attempts import MOST_CRASHES, MOST_SUPERSEDED, Attempt, Step, next_step

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def attempt(type_: str, name: str | None = None, message: str = "", seconds_ago: float = 3600) -> Attempt:
    return Attempt(type_, name or type_.capitalize(), message, NOW - timedelta(seconds=seconds_ago))


CRASH = attempt("CRASHED", message="Process exited with status code: -9.")
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
        ([CRASH], Step.START),
        ([CRASH, attempt("FAILED")], Step.START),
        ([CRASH] * MOST_CRASHES, Step.REFUSE),
        ([attempt("FAILED")] * MOST_CRASHES, Step.REFUSE),
        ([CRASH] * MOST_CRASHES + [attempt("RUNNING")], Step.WAIT),
        # An outage is no crash; the pauses grow to a minute.
        ([POSTPONED], Step.WAIT),
        ([attempt("FAILED", "Postponed", seconds_ago=6)], Step.START),
        ([POSTPONED, attempt("FAILED", "Postponed", seconds_ago=6)], Step.WAIT),
        ([POSTPONED] * 9 + [attempt("FAILED", "Postponed", seconds_ago=61)], Step.START),
        ([POSTPONED, CRASH], Step.START),
        ([attempt("CANCELLED")], Step.REFUSE),
        ([attempt("FAILED", message="The flow was paused and never resumed.")], Step.REFUSE),
    ],
)
def test_what_follows(attempts: list[Attempt], step: Step) -> None:
    assert next_step(attempts, NOW).step is step


def test_a_refusal_says_why() -> None:
    assert next_step([CRASH] * 3, NOW).reason == (
        "The flow promotion broke 3 times, the last time: Process exited with status code: -9."
    )
    denied = attempt("FAILED", message="The flow was paused and never resumed.")
    assert next_step([denied], NOW).reason == "It was not approved: The flow was paused and never resumed."
    assert "cancelled the run" in next_step([attempt("CANCELLED")], NOW).reason

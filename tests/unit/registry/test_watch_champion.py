"""When a new champion must go by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from registry.watch_champion import WatchBounds, judge
from speechscan.domain.ledger import Entry, Event
from speechscan.domain.serving import ServingReport

PROMOTED = datetime(2026, 11, 25, 12, tzinfo=UTC)
NOW = PROMOTED + timedelta(minutes=3)
BOUNDS = WatchBounds(minutes=10, max_error_rate=0.02, least_scorings=50)


def champion(event: Event = Event.PROMOTION) -> Entry:
    return Entry(id=7, at=PROMOTED, event=event, actor="a", model_name="speechscan", version="2", digest="d")


def report(**more: Any) -> ServingReport:
    told = {"model_name": "speechscan", "instance": "host:1", "seen_at": NOW, "version": "2", **more}
    return ServingReport(**told)


REFUSING = report(version="1", refused_version="2", refused_reason="The golden clip is off.")


@pytest.mark.parametrize(
    ("reports", "says"),
    [
        ([], None),
        ([report(scored=1000)], None),
        ([report(scored=980, failed=20)], None),
        ([report(scored=970, failed=30)], "30 of 1000"),
        ([report(failed=49)], None),
        ([report(failed=50)], "50 of 50"),
        ([report(scored=500, failed=8), report(scored=480, failed=12)], None),
        ([report(scored=500, failed=8), report(scored=470, failed=22)], "30 of 1000"),
        ([report(version="1", failed=900)], None),
        ([report(failed=900, seen_at=PROMOTED - timedelta(seconds=1))], None),
        ([report(scored=1000), REFUSING], "The golden clip is off."),
        ([report(refused_version="3", refused_reason="Not gated.")], None),
    ],
)
def test_reasons_to_go(reports: list[ServingReport], says: str | None) -> None:
    reason = judge(champion(), reports, BOUNDS, NOW)
    assert (reason is None) if says is None else (says in (reason or ""))


def test_after_the_first_minutes_a_person_decides() -> None:
    assert judge(champion(), [REFUSING], BOUNDS, PROMOTED + timedelta(minutes=10)) is not None
    assert judge(champion(), [REFUSING], BOUNDS, PROMOTED + timedelta(minutes=10, seconds=1)) is None


@pytest.mark.parametrize("event", [Event.BOOTSTRAP, Event.ROLLBACK])
def test_only_a_promotion_is_undone(event: Event) -> None:
    assert judge(champion(event), [REFUSING], BOUNDS, NOW) is None


def test_without_a_bound_on_the_number_no_scoring_is_still_no_reason() -> None:
    assert judge(champion(), [report()], WatchBounds(10, 0.0, 0), NOW) is None

"""Windows of time: what nobody can mean is refused with a sentence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from flows.window import Window
from speechscan.errors import InvalidRequest

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
EAST, WEST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))


@pytest.mark.parametrize(
    ("end", "days"),
    [
        (datetime(1, 1, 1, tzinfo=EAST), 1),
        (datetime(9999, 12, 31, 23, tzinfo=WEST), 1),
        (NOON, 500_000),
        (NOON, 3_000_000),
        (NOON, 1e300),
    ],
)
def test_beyond_the_calendar(end: datetime, days: float) -> None:
    with pytest.raises(InvalidRequest, match="between the years 1900 and 9999"):
        Window.ending(end, days)


@pytest.mark.parametrize("begin", [datetime(1901, 1, 1, tzinfo=UTC), datetime(1950, 1, 1, tzinfo=UTC)])
def test_the_window_before_may_lie_beyond_it(begin: datetime) -> None:
    with pytest.raises(InvalidRequest, match="between the years"):
        _ = Window(begin, datetime(9000, 1, 1, tzinfo=UTC)).before


def test_the_window_before_is_as_long() -> None:
    window = Window.ending(NOON, 0.5)
    assert window.before == Window(NOON - timedelta(days=1), NOON - timedelta(days=0.5))


def test_a_time_needs_a_zone() -> None:
    with pytest.raises(InvalidRequest, match="time zone"):
        Window.ending(NOON.replace(tzinfo=None), 1)

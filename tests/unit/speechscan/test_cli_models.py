"""Times that a person gives to `speechscan models champion --at`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from speechscan.cli.models import moment
from speechscan.errors import InvalidRequest

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2026-11-24", datetime(2026, 11, 24, tzinfo=UTC)),
        ("2026-11-25T11:59", datetime(2026, 11, 25, 11, 59, tzinfo=UTC)),
        ("2026-11-25T11:59:00Z", datetime(2026, 11, 25, 11, 59, tzinfo=UTC)),
        ("2026-11-25T12:30+01:00", datetime(2026, 11, 25, 12, 30, tzinfo=timezone(timedelta(hours=1)))),
    ],
)
def test_a_time_in_iso_8601(given: str, meant: datetime) -> None:
    assert moment(given, NOW) == meant


@pytest.mark.parametrize("given", ["yesterday", "", "25.11.2026", "2026-13-01"])
def test_what_is_no_time(given: str) -> None:
    with pytest.raises(InvalidRequest, match="ISO 8601"):
        moment(given, NOW)


def test_the_future_is_not_known() -> None:
    with pytest.raises(InvalidRequest, match="future"):
        moment("2026-11-25T12:00:01Z", NOW)

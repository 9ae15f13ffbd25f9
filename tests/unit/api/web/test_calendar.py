from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from api.web.calendar import day_begins, moment_in
from speechscan.errors import InvalidRequest


def test_a_day_begins_where_the_person_is():
    assert day_begins(date(2026, 7, 1), "UTC") == datetime(2026, 7, 1, tzinfo=UTC)
    assert day_begins(date(2026, 7, 1), "Europe/Berlin") == datetime(2026, 6, 30, 22, tzinfo=UTC)


def test_a_day_may_have_another_length():
    """The clocks go back on 25 October 2026."""
    begin, end = (day_begins(date(2026, 10, day), "Europe/Berlin") for day in (25, 26))

    assert end.astimezone(UTC) - begin.astimezone(UTC) == timedelta(hours=25)


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../../etc/passwd", "/etc/localtime", "Europe"])
def test_a_zone_that_is_none(zone):
    with pytest.raises(InvalidRequest, match="time zone"):
        moment_in(datetime(2026, 7, 1), zone)  # noqa: DTZ001 - as a form has it

"""Days and times as a person means them: in the time zone of their browser, where its script has said which."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, NaiveDatetime

from speechscan.errors import InvalidRequest

UTC = "UTC"
"""Without scripts. Times are then written in UTC too."""

# What a person can mean. At the ends of the calendar a day after or another zone would be none.
_FIRST, _AFTER = date(1900, 1, 1), date(9999, 1, 1)
Day = Annotated[date, Field(ge=_FIRST, lt=_AFTER)]
Moment = Annotated[NaiveDatetime, Field(ge=datetime.combine(_FIRST, time()), lt=datetime.combine(_AFTER, time()))]
"""Without a zone, as a form has it."""


def day_begins(day: date, zone: str) -> datetime:
    """Raises InvalidRequest."""
    return moment_in(datetime.combine(day, time()), zone)


def moment_in(local: datetime, zone: str) -> datetime:
    """local: without a zone, as a form has it. Raises InvalidRequest."""
    if zone not in _zones():
        raise InvalidRequest("The time zone is not known. Open the page again and send the form from it.")
    return local.replace(tzinfo=ZoneInfo(zone))


@cache
def _zones() -> set[str]:
    """A name that is none of these may be a path."""
    return available_timezones() | {UTC}

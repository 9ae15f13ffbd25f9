"""Days and times as a person means them: in the time zone of their browser, where its script has said which."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, NaiveDatetime

from speechscan.domain.moment import AFTER, FIRST
from speechscan.errors import InvalidRequest

UTC = "UTC"
"""Without scripts. Times are then written in UTC too."""

Day = Annotated[date, Field(ge=FIRST.date(), lt=AFTER.date())]
Moment = Annotated[NaiveDatetime, Field(ge=FIRST.replace(tzinfo=None), lt=AFTER.replace(tzinfo=None))]
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

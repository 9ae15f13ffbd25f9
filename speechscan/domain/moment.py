"""Which moments a person can mean. At the ends of the calendar another time zone or a day more makes one that neither
Python nor psycopg can hold, and that is no fault of the server."""

from __future__ import annotations

from datetime import UTC, datetime

FIRST, AFTER = datetime(1900, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


def can_be_meant(moment: datetime) -> bool:
    """moment: with a time zone"""
    return FIRST <= moment < AFTER

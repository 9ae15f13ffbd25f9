"""A stretch of time that a flow looks at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from speechscan.domain.moment import AFTER, FIRST, can_be_meant
from speechscan.errors import InvalidRequest


@dataclass(frozen=True, slots=True)
class Window:
    """From `begin` to before `end`."""

    begin: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.begin.tzinfo is None or self.end.tzinfo is None:
            raise InvalidRequest("Give times with a time zone, as 2026-11-20T00:00:00Z.")
        if self.begin >= self.end:
            raise InvalidRequest("The window must begin before it ends.")
        if not (can_be_meant(self.begin) and can_be_meant(self.end)):
            raise _beyond()

    @classmethod
    def ending(cls, end: datetime, days: float) -> Window:
        with _within_the_calendar():
            return cls(end - timedelta(days=days), end)

    @classmethod
    def yesterday(cls) -> Window:
        """The last whole day, UTC."""
        midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return cls(midnight - timedelta(days=1), midnight)

    @property
    def before(self) -> Window:
        """The window of equal length just before."""
        with _within_the_calendar():
            return Window(self.begin - (self.end - self.begin), self.begin)

    def document(self) -> dict[str, str]:
        return {"from": self.begin.astimezone(UTC).isoformat(), "to": self.end.astimezone(UTC).isoformat()}

    def __str__(self) -> str:
        return f"{self.begin.astimezone(UTC):%Y-%m-%d %H:%M} to {self.end.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


@contextmanager
def _within_the_calendar() -> Iterator[None]:
    try:
        yield
    except OverflowError:
        raise _beyond() from None


def _beyond() -> InvalidRequest:
    return InvalidRequest(f"The window must lie between the years {FIRST.year} and {AFTER.year}.")

"""Pages of a list, and where one ended as an opaque word: the time and the id of its last row."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from speechscan.errors import InvalidRequest

Row = TypeVar("Row")


def page(
    found: Sequence[Row], limit: int, place: Callable[[Row], tuple[datetime, UUID]]
) -> tuple[list[Row], str | None]:
    """The page, and its cursor if there is another. `found` was asked with a limit of one more, which tells that."""
    shown = list(found[:limit])
    return shown, encode(*place(shown[-1])) if len(found) > len(shown) else None


def encode(made_at: datetime, row_id: UUID) -> str:
    moment = made_at.astimezone(UTC).isoformat(timespec="microseconds")
    return base64.urlsafe_b64encode(f"{moment}|{row_id}".encode()).decode().rstrip("=")


def decode(cursor: str) -> tuple[datetime, UUID]:
    """Raises InvalidRequest. It only narrows a query over rows that the caller may see, so it is not signed."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        moment, _, job_id = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii").partition("|")
        created_at, last_id = datetime.fromisoformat(moment), UUID(job_id)
    except (ValueError, binascii.Error):
        raise _foreign() from None
    if created_at.tzinfo is None:
        raise _foreign()
    return created_at, last_id


def _foreign() -> InvalidRequest:
    return InvalidRequest("The cursor is not one that this service made. Take it from `next_cursor` of a page.")

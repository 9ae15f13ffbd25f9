"""Where a page ended, as an opaque word: the time and the id of its last row."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from uuid import UUID

from speechscan.errors import InvalidRequest


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

"""Where a page of jobs ended, as an opaque word."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from uuid import UUID

from speechscan.domain.job import Job
from speechscan.errors import InvalidRequest


def encode(last: Job) -> str:
    moment = last.created_at.astimezone(UTC).isoformat(timespec="microseconds")
    return base64.urlsafe_b64encode(f"{moment}|{last.id}".encode()).decode().rstrip("=")


def decode(cursor: str) -> tuple[datetime, UUID]:
    """Raises InvalidRequest. What it gives only narrows a query over the caller's own jobs, so it is not signed."""
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

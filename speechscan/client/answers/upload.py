"""A place in the object store that one recording may be sent to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from speechscan.client.answers.base import Answer


class Form(Answer):
    """To POST as multipart/form-data to `url`: all `fields`, then the recording as `file`. Needs no key."""

    url: str
    fields: dict[str, str]


class Upload(Form):
    id: UUID
    max_bytes: int
    expires_at: datetime

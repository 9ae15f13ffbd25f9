"""The Idempotency-Key of a request whose body is a document: the same key with the same body makes nothing new."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header, Response
from pydantic import BaseModel

from api.auth import Caller
from api.services import Services
from speechscan.domain.idempotency import Identity, fingerprint

_KEY = r"^[\x21-\x7e]{1,200}$"

IdempotencyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=_KEY,
        description="1 to 200 visible ASCII characters; the same key with the same recording gives the same job.",
    ),
]
DocumentKeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=_KEY,
        description="1 to 200 visible ASCII characters; the same key with the same body makes nothing new.",
    ),
]


def identity_of(services: Services, caller: Caller, key: str | None, sent: BaseModel) -> Identity | None:
    """None without a key. What is not said counts as its default, so that a field more in the model changes nothing."""
    if key is None:
        return None
    secret = services.settings.subject_key.get_secret_value().encode()
    body = sent.model_dump_json(exclude_defaults=True)
    return Identity(key, fingerprint(body, owner=caller.owner, key=secret))


def mark_replayed(response: Response) -> None:
    response.headers["Idempotent-Replayed"] = "true"

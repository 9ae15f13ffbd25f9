"""API keys: random, shown once, stored as a SHA-256 digest.

A key has 256 random bits, so a slow password hash would add nothing but latency.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.tables import api_keys
from speechscan.errors import Conflict, InvalidRequest, NotFound

PREFIX = "sps_"
LONGEST_NAME = 100
SCOPES = ("jobs:read", "jobs:write", "jobs:delete", "annotate", "reports", "webhooks")
# Of a key for which nothing else is asked. What a confirmed label says should be said by few, and reports are about the
# service, not about the caller's jobs. Webhooks tell of the caller's jobs somewhere else.
USUAL_SCOPES = SCOPES[:3]


@dataclass(frozen=True, slots=True)
class ApiKey:
    id: UUID
    name: str
    scopes: frozenset[str]
    created_at: datetime
    revoked_at: datetime | None


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class KeyRepository:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._autocommit = autocommit(engine)

    async def create(self, name: str, scopes: Sequence[str], *, rotate: bool = False) -> tuple[ApiKey, str]:
        """A new key and its token, which is not kept. A name is a caller, and a caller's keys share its jobs: a second
        key for an active name is refused (Conflict) unless `rotate` says that this is meant. Raises InvalidRequest."""
        _require_name(name)
        token = PREFIX + secrets.token_urlsafe(32)
        with translated():
            async with self._engine.begin() as db:
                taken = await db.scalar(select(func.count()).where(api_keys.c.name == name))
                if taken and not rotate:
                    raise Conflict(
                        f"There is a key named {name} already, and keys of one name share their jobs. "
                        "Choose another name, or say --rotate to add a key for the same caller."
                    )
                row = (
                    await db.execute(
                        insert(api_keys)
                        .values(id=uuid4(), name=name, digest=digest(token), scopes=sorted(set(scopes)))
                        .returning(api_keys)
                    )
                ).one()
        return key_of(row), token

    async def authenticate(self, token: str) -> ApiKey | None:
        with translated():
            async with self._autocommit.connect() as db:
                row = (
                    await db.execute(
                        select(api_keys).where(api_keys.c.digest == digest(token), api_keys.c.revoked_at.is_(None))
                    )
                ).one_or_none()
        return key_of(row) if row else None

    async def list(self) -> list[ApiKey]:
        with translated():
            async with self._autocommit.connect() as db:
                return [key_of(row) for row in await db.execute(select(api_keys).order_by(api_keys.c.created_at))]

    async def revoke(self, key_id: UUID) -> ApiKey:
        with translated():
            async with self._engine.begin() as db:
                row = (
                    await db.execute(
                        update(api_keys)
                        .where(api_keys.c.id == key_id)
                        .values(revoked_at=func.coalesce(api_keys.c.revoked_at, func.now()))
                        .returning(api_keys)
                    )
                ).one_or_none()
        if row is None:
            raise NotFound(f"There is no key {key_id}. `speechscan keys list` shows them.")
        return key_of(row)


def _require_name(name: str) -> None:
    # Blanks around it nobody sees: "clinic " would be another caller than "clinic".
    if not name or name != name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        raise InvalidRequest(
            f"A key's name has 1 to {LONGEST_NAME} characters, no blank at its ends, no line breaks and no other "
            f"control characters; this one has {len(name)} characters. Choose another."
        )


def key_of(row: object) -> ApiKey:
    return ApiKey(row.id, row.name, frozenset(row.scopes), row.created_at, row.revoked_at)  # type: ignore[attr-defined]

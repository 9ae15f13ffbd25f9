"""What an earlier request under the same idempotency key has made."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from speechscan.domain.idempotency import Identity
from speechscan.errors import IdempotencyMismatch


async def made_before(db: AsyncConnection, table: Table, owner: str, identity: Identity | None) -> UUID | None:
    """None: nothing. Raises IdempotencyMismatch if it was by another request."""
    if identity is None:
        return None
    same_key = (table.c.owner == owner) & (table.c.idempotency_key == identity.key)
    row = (await db.execute(select(table.c.id, table.c.fingerprint).where(same_key))).one_or_none()
    if row is None:
        return None
    if row.fingerprint != identity.fingerprint:
        raise IdempotencyMismatch(
            "This Idempotency-Key belongs to an earlier request with another body. Use a new key."
        )
    found: UUID = row.id
    return found


async def make_once(
    db: AsyncConnection, table: Table, owner: str, identity: Identity | None, values: dict[str, Any]
) -> UUID:
    """Inserts the row, which `values` give an id, unless the same request has; the id of whichever is there. Of two at
    once the second waits for the end of the first. Raises IdempotencyMismatch."""
    given = {} if identity is None else {"idempotency_key": identity.key, "fingerprint": identity.fingerprint}
    row = insert(table).values(owner=owner, **values, **given)
    once = row.on_conflict_do_nothing(constraint=f"uq_{table.name}_owner_idempotency_key").returning(table.c.id)
    while True:
        made: UUID | None = await db.scalar(once)
        # None if what was in the way has gone meanwhile: then ours is the first again.
        if found := made or await made_before(db, table, owner, identity):
            return found

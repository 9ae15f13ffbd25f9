"""Webhooks of callers: whom to tell, of what, and the secret that signs it."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.tables import webhooks
from speechscan.domain.webhook import Event, Wanted, Webhook
from speechscan.errors import NotFound
from speechscan.seal import Seal

# Both secrets sign for so long after a rotation.
OVERLAP = timedelta(days=1)
_SECRET_PREFIX = "whsec_"  # noqa: S105 - the form that Standard Webhooks gives secrets
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Resealed:
    """Webhooks whose secrets are under the present key by now, and those with a secret that no key opens."""

    renewed: int
    unreadable: int


class WebhookRepository:
    def __init__(self, engine: AsyncEngine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal
        self._autocommit = autocommit(engine)

    async def put(self, owner: str, wanted: Wanted, *, rotate: bool = False) -> tuple[Webhook, str | None, bool]:
        """Makes or changes the owner's webhook, and switches it on again if its receiver had said 410 Gone. The secret
        is given when it is new: at the first time, and with `rotate`. True: the webhook is new too."""
        fresh = _new_secret()
        sealed = self._seal.close(fresh)
        values = {"url": wanted.url, "events": list(wanted.events), "include_result": wanted.include_result}
        with translated():
            async with self._engine.begin() as db:
                made = await db.execute(
                    insert(webhooks)
                    .values(owner=owner, secret=sealed, **values)
                    .on_conflict_do_nothing()
                    .returning(webhooks)
                )
                if row := made.one_or_none():
                    return _webhook(row), fresh, True
                changed = await db.execute(
                    update(webhooks)
                    .where(webhooks.c.owner == owner)
                    .values(changed_at=func.now(), disabled_at=None, **values, **(_rotation(sealed) if rotate else {}))
                    .returning(webhooks)
                )
                return _webhook(changed.one()), fresh if rotate else None, False

    async def get(self, owner: str) -> Webhook:
        """Raises NotFound."""
        row = await self._find(owner)
        if row is None:
            raise NotFound("There is no webhook. Make one with PUT /v1/webhook.")
        return _webhook(row)

    async def exists(self, owner: str) -> bool:
        return await self._find(owner) is not None

    async def remove(self, owner: str) -> None:
        """With its deliveries: without the secret none can be signed. Raises NotFound."""
        with translated():
            async with self._autocommit.connect() as db:
                gone = await db.scalar(delete(webhooks).where(webhooks.c.owner == owner).returning(webhooks.c.owner))
        if gone is None:
            raise NotFound("There is no webhook to remove.")

    async def reseal(self) -> Resealed:
        """Puts all secrets under the present key: those under the previous one, and those in clear, from before there
        was a key. What signs no more is forgotten. May be repeated, and may run beside everything else."""
        over = webhooks.c.previous_until <= func.now()
        with translated():
            async with self._autocommit.connect() as db:
                await db.execute(update(webhooks).where(over).values(previous_secret=None, previous_until=None))
                kept = select(webhooks.c.owner, webhooks.c.secret, webhooks.c.previous_secret)
                rows = (await db.execute(kept)).all()
                renewed = [await self._renew(db, row) for row in rows]
        unreadable = [row for row in rows if not all(map(self._is_readable, row[1:]))]
        return Resealed(sum(renewed), len(unreadable))

    async def _renew(self, db: AsyncConnection, row: Row[Any]) -> bool:
        values = {name: self._under_present_key(row._mapping[name]) for name in ("secret", "previous_secret")}
        if values == {"secret": row.secret, "previous_secret": row.previous_secret}:
            return False
        # Only if nobody has rotated it meanwhile.
        same = (webhooks.c.owner == row.owner) & (webhooks.c.secret == row.secret)
        changed = update(webhooks).where(same).values(**values).returning(webhooks.c.owner)
        return await db.scalar(changed) is not None

    def _under_present_key(self, kept: str | None) -> str | None:
        if kept is None or self._seal.is_present(kept):
            return kept
        secret = opened(self._seal, kept)
        return kept if secret is None else self._seal.close(secret)

    def _is_readable(self, kept: str | None) -> bool:
        return kept is None or opened(self._seal, kept) is not None

    async def _find(self, owner: str) -> Row[Any] | None:
        with translated():
            async with self._autocommit.connect() as db:
                return (await db.execute(select(webhooks).where(webhooks.c.owner == owner))).one_or_none()


def opened(seal: Seal, kept: str) -> str | None:
    """None if no key opens it. From before secrets were sealed it is in clear."""
    return kept if kept.startswith(_SECRET_PREFIX) else seal.open(kept)


def _new_secret() -> str:
    return _SECRET_PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def _rotation(sealed: str) -> dict[str, Any]:
    return {"secret": sealed, "previous_secret": webhooks.c.secret, "previous_until": func.now() + OVERLAP}


def _webhook(row: Row[Any]) -> Webhook:
    return Webhook(
        owner=row.owner,
        wanted=Wanted(row.url, tuple(map(Event, row.events)), row.include_result),
        created_at=row.created_at,
        changed_at=row.changed_at,
        disabled_at=row.disabled_at,
    )

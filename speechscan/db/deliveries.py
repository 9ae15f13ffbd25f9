"""Deliveries of webhooks, as their owner, an operator and retention see them. Senders use `speechscan.db.outbox`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, literal, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.tables import webhook_deliveries as table
from speechscan.domain.webhook import Delivery, DeliveryState, Event
from speechscan.errors import Conflict, NotFound

WEBHOOK_CHANNEL = "speechscan_webhooks"
"""Also named in the trigger of migration 0011."""

Deliveries = list[Delivery]

_NOTIFY = text(f"select pg_notify('{WEBHOOK_CHANNEL}', '')")


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """All conditions must hold. `after` is the (created_at, id) of the last delivery of the page before. Without an
    owner, those of all."""

    owner: str | None = None
    states: tuple[DeliveryState, ...] = ()
    after: tuple[datetime, UUID] | None = None
    limit: int = 20


class DeliveryRepository:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._autocommit = autocommit(engine)

    async def list(self, wanted: DeliveryFilter) -> Deliveries:
        """Newest first, at most `wanted.limit`."""
        query = select(table)
        if wanted.owner is not None:
            query = query.where(table.c.owner == wanted.owner)
        if wanted.states:
            query = query.where(table.c.state.in_(wanted.states))
        if wanted.after:
            query = query.where(tuple_(table.c.created_at, table.c.id) < tuple_(*map(literal, wanted.after)))
        query = query.order_by(table.c.created_at.desc(), table.c.id.desc()).limit(wanted.limit)
        with translated():
            async with self._autocommit.connect() as db:
                return [_delivery(row) for row in await db.execute(query)]

    async def resend(self, owner: str, delivery_id: UUID) -> Delivery:
        """Sends again what has ended, under the same id. Raises NotFound, also for somebody else's, and Conflict for
        one that is still tried."""
        mine = (table.c.id == delivery_id) & (table.c.owner == owner)
        with translated():
            async with self._engine.begin() as db:
                again = await db.execute(_again(mine, table.c.state != DeliveryState.PENDING).returning(table))
                if row := again.one_or_none():
                    await db.execute(_NOTIFY)
                    return _delivery(row)
                if await db.scalar(select(table.c.id).where(mine)) is None:
                    raise NotFound("There is no such delivery. GET /v1/webhook/deliveries lists those that are kept.")
                raise Conflict("The delivery is pending already: it is tried until it is delivered or dead.")

    async def resend_dead(self, owner: str | None = None, ids: tuple[UUID, ...] = ()) -> int:
        """Dead deliveries of an owner or, for an operator, of all; or these of them. How many there were."""
        which = [table.c.state == DeliveryState.DEAD]
        if owner is not None:
            which.append(table.c.owner == owner)
        if ids:
            which.append(table.c.id.in_(ids))
        with translated():
            async with self._engine.begin() as db:
                again = await db.execute(_again(*which))
                await db.execute(_NOTIFY)
        return again.rowcount

    async def count_by_state(self) -> dict[DeliveryState, int]:
        with translated():
            async with self._autocommit.connect() as db:
                rows = await db.execute(select(table.c.state, func.count()).group_by(table.c.state))
                found = {DeliveryState(state): count for state, count in rows}
                return {state: found.get(state, 0) for state in DeliveryState}

    async def oldest_pending_s(self) -> float:
        """Since the oldest pending delivery is tried, s; 0 when none is pending."""
        age = func.extract("epoch", func.now() - func.min(table.c.tried_since))
        with translated():
            async with self._autocommit.connect() as db:
                return float(await db.scalar(select(age).where(table.c.state == DeliveryState.PENDING)) or 0)

    async def count_ended_before(self, moment: datetime) -> int:
        with translated():
            async with self._autocommit.connect() as db:
                query = select(func.count()).select_from(table).where(table.c.ended_at < moment)
                return int(await db.scalar(query) or 0)

    async def remove_ended_before(self, moment: datetime, limit: int) -> int:
        """How many there were, at most `limit`."""
        chosen = select(table.c.id).where(table.c.ended_at < moment).order_by(table.c.ended_at).limit(limit)
        with translated():
            async with self._autocommit.connect() as db:
                gone = await db.scalars(delete(table).where(table.c.id.in_(chosen)).returning(table.c.id))
                return len(gone.all())


def _again(*which: Any) -> Any:
    now = func.now()
    fresh = {"attempts": 0, "tried_since": now, "not_before": now, "claim": None, "ended_at": None}
    return update(table).where(*which).values(state=DeliveryState.PENDING, **fresh)


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        owner=row.owner,
        job_id=row.job_id,
        event=Event(row.event),
        state=DeliveryState(row.state),
        attempts=row.attempts,
        created_at=row.created_at,
        next_attempt_at=row.not_before if row.state == DeliveryState.PENDING else None,
        ended_at=row.ended_at,
        status=row.status,
        reason=row.reason,
    )

"""The outbox of webhooks, as a sender sees it: claim what is due, say how it went.

A claim moves the delivery to a later time: a sender that dies leaves it to whoever looks then. What is written
afterwards says `WHERE claim = :claim`, so a sender that was taken over changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.tables import webhook_deliveries as deliveries
from speechscan.db.tables import webhooks
from speechscan.domain.webhook import Attempt, DeliveryState, Event

Receiver = tuple[str, str]

# Receivers are found by jumps through the index of pending deliveries, so that 100,000 for a dead one cost nothing. Of
# each come only as many as it has places for, those of receivers that failed last after all others.
_CLAIM = text(
    """
    with recursive receivers as (
        (select owner, host from webhook_deliveries where state = 'pending' order by owner, host limit 1)
        union all
        select next.owner, next.host from receivers cross join lateral (
            select owner, host from webhook_deliveries
            where state = 'pending' and (owner, host) > (receivers.owner, receivers.host)
            order by owner, host limit 1
        ) as next
    ), known as (
        select * from jsonb_to_recordset(cast(:known as jsonb)) as k(owner text, host text, places int, failing boolean)
    ), due as (
        select one.id, one.not_before, coalesce(known.failing, false) as failing
        from receivers left join known using (owner, host) cross join lateral (
            select id, not_before from webhook_deliveries as d
            where d.state = 'pending' and d.owner = receivers.owner and d.host = receivers.host
              and d.not_before <= now()
            order by d.not_before
            limit coalesce(known.places, :places)
        ) as one
    ), chosen as materialized (
        select d.id from webhook_deliveries as d join due on due.id = d.id
        where d.state = 'pending' and d.not_before <= now()
        order by due.failing, due.not_before
        limit :limit
        for update of d skip locked
    ), claimed as (
        update webhook_deliveries as d
        set claim = gen_random_uuid(), attempts = attempts + 1, not_before = now() + :hold
        from chosen where d.id = chosen.id
        returning d.*
    )
    select claimed.id, claimed.claim, claimed.owner, claimed.host, claimed.job_id, claimed.event, claimed.attempts,
           extract(epoch from now() - claimed.tried_since)::float8 as age_s, jobs.finished_at,
           coalesce(jobs.webhook_url, webhooks.url) as url, webhooks.include_result, webhooks.secret,
           case when webhooks.previous_until > now() then webhooks.previous_secret end as previous_secret
    from claimed join webhooks using (owner) join jobs on jobs.id = claimed.job_id
    """
)


class Outbox:
    """hold_s: an attempt that says nothing for so long is taken for dead. Longer than an attempt can take."""

    def __init__(self, engine: AsyncEngine, *, hold_s: float) -> None:
        self._engine = engine
        self._autocommit = autocommit(engine)
        self._hold = timedelta(seconds=hold_s)

    async def claim(self, limit: int, *, places: int, known: Mapping[Receiver, tuple[int, bool]]) -> list[Attempt]:
        """At most `limit` attempts, and `places` of each receiver. `known`: of receivers with attempts under way or a
        failure behind them, the places that are left and whether they are failing."""
        told = [{"owner": o, "host": h, "places": left, "failing": f} for (o, h), (left, f) in known.items()]
        values = {"limit": limit, "places": places, "known": json.dumps(told), "hold": self._hold}
        with translated():
            async with self._autocommit.connect() as db:
                return [_attempt(row) for row in await db.execute(_CLAIM, values)]

    async def delivered(self, attempt: Attempt, status: int) -> None:
        await self._end(attempt, state=DeliveryState.DELIVERED, status=status, reason=None, ended_at=func.now())

    async def retry(self, attempt: Attempt, *, delay_s: float, status: int | None, reason: str) -> None:
        later = func.now() + timedelta(seconds=delay_s)
        await self._end(attempt, not_before=later, status=status, reason=reason)

    async def bury(self, attempt: Attempt, *, status: int | None, reason: str) -> None:
        await self._end(attempt, state=DeliveryState.DEAD, status=status, reason=reason, ended_at=func.now())

    async def disable(self, attempt: Attempt, *, reason: str) -> bool:
        """Switches the owner's webhook off, and buries what waits for it. False, and nothing was done, if it has
        another address by now."""
        with translated():
            async with self._engine.begin() as db:
                # First the webhook, then deliveries, as everywhere where both are locked, so that nobody deadlocks.
                off = await db.scalar(
                    update(webhooks)
                    .where(webhooks.c.owner == attempt.owner, webhooks.c.url == attempt.url)
                    .values(disabled_at=func.now())
                    .returning(webhooks.c.owner)
                )
                if off is not None:
                    await _bury_waiting(db, attempt.owner, reason)
        return off is not None

    async def _end(self, attempt: Attempt, **values: Any) -> None:
        held = (deliveries.c.id == attempt.id) & (deliveries.c.claim == attempt.claim)
        with translated():
            async with self._autocommit.connect() as db:
                await db.execute(update(deliveries).where(held).values(claim=None, **values))


async def _bury_waiting(db: AsyncConnection, owner: str, reason: str) -> None:
    pending = (deliveries.c.state == DeliveryState.PENDING) & (deliveries.c.owner == owner) & (deliveries.c.host == "")
    locked = select(deliveries.c.id).where(pending).order_by(deliveries.c.id).with_for_update().cte("locked")
    dead = {"state": DeliveryState.DEAD, "ended_at": func.now(), "reason": reason, "claim": None}
    await db.execute(update(deliveries).where(deliveries.c.id.in_(select(locked.c.id))).values(**dead))


def _attempt(row: Row[Any]) -> Attempt:
    return Attempt(
        id=row.id,
        claim=row.claim,
        owner=row.owner,
        host=row.host,
        job_id=row.job_id,
        event=Event(row.event),
        number=row.attempts,
        age_s=row.age_s,
        happened_at=row.finished_at,
        url=row.url,
        secrets=tuple(secret for secret in (row.secret, row.previous_secret) if secret),
        include_result=row.include_result,
    )

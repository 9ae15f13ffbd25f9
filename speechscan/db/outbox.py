"""The outbox of webhooks, as a sender sees it: claim what is due, say how it went.

A claim moves the delivery to a later time: a sender that dies leaves it to whoever looks then. What is written
afterwards says `WHERE claim = :claim`, so a sender that was taken over changes nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Row, case, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.room import Receiver, Room
from speechscan.db.tables import jobs, webhooks
from speechscan.db.tables import webhook_deliveries as deliveries
from speechscan.db.webhooks import opened
from speechscan.domain.webhook import Attempt, DeliveryState, Event, Standing
from speechscan.seal import Seal

# Receivers are found by jumps through the index of pending deliveries, so that 100,000 for a dead one cost nothing. Of
# each come only as many as it has places for, of each caller too; those of receivers that failed last come after all
# others, and neither they nor those that were never met take more than their shares.
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
        select * from jsonb_to_recordset(cast(:known as jsonb)) as k(owner text, host text, places int, standing int)
    ), owners as (
        select * from jsonb_to_recordset(cast(:owners as jsonb)) as o(owner text, places int)
    ), due as (
        select one.id, one.not_before, receivers.owner, coalesce(known.standing, :new) as standing
        from receivers left join known using (owner, host) cross join lateral (
            select id, not_before from webhook_deliveries as d
            where d.state = 'pending' and d.owner = receivers.owner and d.host = receivers.host
              and d.not_before <= now()
            order by d.not_before
            limit coalesce(known.places, :of_receiver)
        ) as one
    ), of_owners as (
        select due.*, row_number() over (partition by owner order by standing, not_before) as turn from due
    ), in_line as (
        select id, not_before, standing,
               row_number() over (partition by standing < :new order by standing, not_before) as turn,
               row_number() over (partition by standing order by not_before) as turn_of_standing
        from of_owners left join owners using (owner)
        where of_owners.turn <= coalesce(owners.places, :of_owner)
    ), chosen as materialized (
        select d.id from webhook_deliveries as d join in_line on in_line.id = d.id
        where d.state = 'pending' and d.not_before <= now()
          and (standing < :new or turn <= :not_answering) and (standing <= :new or turn_of_standing <= :failing)
        order by in_line.standing, in_line.not_before
        limit :total
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
# What a sender that was just started can know: whoever still waits for another try failed.
_STANDINGS = text(
    """
    select owner, host, bool_or(state = 'pending' and attempts > 0 and reason is not null) as failing
    from webhook_deliveries
    where state = 'pending' or ended_at > now() - interval '1 day'
    group by owner, host
    having bool_or(state = 'delivered' or (state = 'pending' and attempts > 0 and reason is not null))
    """
)


class Outbox:
    """hold_s: an attempt that says nothing for so long is taken for dead. Longer than an attempt can take."""

    def __init__(self, engine: AsyncEngine, seal: Seal, *, hold_s: float) -> None:
        self._engine = engine
        self._seal = seal
        self._autocommit = autocommit(engine)
        self._hold = timedelta(seconds=hold_s)

    async def claim(self, room: Room) -> list[Attempt]:
        with translated():
            async with self._autocommit.connect() as db:
                rows = await db.execute(_CLAIM, {**room.values(), "hold": self._hold})
                return [_attempt(row, self._seal) for row in rows]

    async def standings(self) -> dict[Receiver, Standing]:
        """Of the receivers of the last day, as far as their deliveries tell. Reads all of them: for the start."""
        with translated():
            async with self._autocommit.connect() as db:
                found = await db.execute(_STANDINGS)
                return {(o, h): Standing.FAILING if failing else Standing.ANSWERS for o, h, failing in found}

    async def delivered(self, attempt: Attempt, status: int) -> None:
        await self._end(attempt, state=DeliveryState.DELIVERED, status=status, reason=None, ended_at=func.now())

    async def retry(self, attempt: Attempt, *, delay_s: float, status: int | None, reason: str) -> None:
        later = func.now() + timedelta(seconds=delay_s)
        await self._end(attempt, not_before=later, status=status, reason=reason)

    async def put_off(self, attempt: Attempt, *, delay_s: float, reason: str) -> None:
        """As if it had not been tried: nothing was sent, so neither its attempts nor its time are used up."""
        later = func.now() + timedelta(seconds=delay_s)
        await self._end(attempt, not_before=later, attempts=0, tried_since=func.now(), status=None, reason=reason)

    async def bury(self, attempt: Attempt, *, status: int | None, reason: str) -> None:
        await self._end(attempt, state=DeliveryState.DEAD, status=status, reason=reason, ended_at=func.now())

    async def gone(self, attempt: Attempt, *, status: int, reason: str) -> bool:
        """Ends all that waits for the attempt's address, and switches the webhook off if it is the owner's own. False,
        and nothing was done, if the owner has another address by now."""
        with translated():
            async with self._engine.begin() as db:
                # First the webhook, then deliveries, as everywhere where both are locked, so that nobody deadlocks.
                if not attempt.host and not await _switch_off(db, attempt):
                    return False
                await _bury_waiting(db, attempt, status, reason)
        return True

    async def _end(self, attempt: Attempt, **values: Any) -> None:
        held = (deliveries.c.id == attempt.id) & (deliveries.c.claim == attempt.claim)
        with translated():
            async with self._autocommit.connect() as db:
                await db.execute(update(deliveries).where(held).values(claim=None, **values))


async def _switch_off(db: AsyncConnection, attempt: Attempt) -> bool:
    same = (webhooks.c.owner == attempt.owner) & (webhooks.c.url == attempt.url)
    off = update(webhooks).where(same).values(disabled_at=func.now()).returning(webhooks.c.owner)
    return await db.scalar(off) is not None


async def _bury_waiting(db: AsyncConnection, attempt: Attempt, status: int, reason: str) -> None:
    """Also those under way, the attempt itself among them."""
    of_receiver = (deliveries.c.owner == attempt.owner) & (deliveries.c.host == attempt.host)
    pending = select(deliveries.c.id).where(deliveries.c.state == DeliveryState.PENDING, of_receiver)
    if attempt.host:
        # Of the addresses of one host only this one.
        pending = pending.join(jobs, jobs.c.id == deliveries.c.job_id).where(jobs.c.webhook_url == attempt.url)
    locked = pending.order_by(deliveries.c.id).with_for_update(of=deliveries).cte("locked")
    answered = case((deliveries.c.id == attempt.id, status), else_=deliveries.c.status)
    dead = {"state": DeliveryState.DEAD, "ended_at": func.now(), "status": answered, "reason": reason, "claim": None}
    await db.execute(update(deliveries).where(deliveries.c.id.in_(select(locked.c.id))).values(**dead))


def _secrets(row: Row[Any], seal: Seal) -> tuple[str, ...]:
    present = opened(seal, row.secret)
    if present is None:
        return ()
    previous = opened(seal, row.previous_secret) if row.previous_secret else None
    # Without it a receiver that has not changed over refuses, and is tried again.
    return (present, previous) if previous else (present,)


def _attempt(row: Row[Any], seal: Seal) -> Attempt:
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
        secrets=_secrets(row, seal),
        include_result=row.include_result,
    )

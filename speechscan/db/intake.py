"""Items of started batches on their way to a job, as whoever takes them in sees them.

A claim is a random token with a deadline, like a job's lease: of two who hold an item at once, only the last to claim
it can settle it, and nobody can once the batch is cancelled.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, insert, literal, null, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.jobs import NEW_JOB, NewJob
from speechscan.db.queue import QUEUED_CHANNEL
from speechscan.db.tables import batch_items, jobs
from speechscan.domain.batch import ItemError, ItemStage
from speechscan.domain.job import JobState
from speechscan.domain.task import Task

Place = tuple[UUID, int]
"""Batch and position."""

_CLAIM = text(
    """
    with chosen as materialized (
        select batch_id, position from batch_items
        where stage = 'started' and (claimed_until is null or claimed_until < now())
        order by position, batch_id
        limit :limit
        for update skip locked
    )
    update batch_items as i
    set claim = gen_random_uuid(), claimed_until = now() + :lease
    from chosen, batches
    where i.batch_id = chosen.batch_id and i.position = chosen.position and batches.id = i.batch_id
    returning i.batch_id, i.position, i.claim, i.source_key, i.user_hash, i.task, i.webhook_url,
              batches.owner
    """
)
_FORGOTTEN: dict[str, Any] = {"claim": null(), "source_key": null(), "user_hash": null(), "webhook_url": null()}


@dataclass(frozen=True, slots=True)
class ClaimedItem:
    batch_id: UUID
    position: int
    claim: UUID
    source_key: str | None
    user_hash: str | None
    task: Task | None
    owner: str
    webhook_url: str | None = field(default=None, repr=False)


class IntakeQueue:
    def __init__(self, engine: AsyncEngine, *, lease_s: float) -> None:
        self._autocommit = autocommit(engine)
        self._lease = timedelta(seconds=lease_s)

    async def claim(self, limit: int) -> list[ClaimedItem]:
        with translated():
            async with self._autocommit.connect() as db:
                rows = await db.execute(_CLAIM, {"limit": limit, "lease": self._lease})
                return [ClaimedItem(**{**row, "task": row["task"] and Task(row["task"])}) for row in rows.mappings()]

    async def admit(self, item: ClaimedItem, new: NewJob) -> bool:
        """The item becomes this job, which waits in the queue. False if the claim is void: there is no job then."""
        values = {f"new_{name}": getattr(new, name) for name in NEW_JOB}
        # Named unlike the columns, which SQLAlchemy would set to them.
        mine = {"of_batch": item.batch_id, "at_position": item.position, "by_claim": item.claim}
        with translated():
            async with self._autocommit.connect() as db:
                return (await db.execute(_ADMIT, values | mine)).one_or_none() is not None

    async def miss(self, item: ClaimedItem) -> bool:
        """Nothing was uploaded for it. False if the claim is void."""
        return await self._settle(item, stage=ItemStage.MISSING)

    async def refuse(self, item: ClaimedItem, error: ItemError) -> bool:
        """It can be no job. False if the claim is void."""
        return await self._settle(
            item, stage=ItemStage.REFUSED, error_code=error.code, error_detail=error.detail[:1000]
        )

    async def release(self, item: ClaimedItem) -> None:
        """Anybody may take it in, at once."""
        await self._change(item, claim=null(), claimed_until=null())

    async def waiting(self, places: Collection[Place]) -> set[Place]:
        """Those of them whose recording is still to be taken in."""
        place = tuple_(batch_items.c.batch_id, batch_items.c.position)
        query = select(batch_items.c.batch_id, batch_items.c.position).where(
            place.in_(list(places)), batch_items.c.stage == ItemStage.STARTED
        )
        with translated():
            async with self._autocommit.connect() as db:
                return {(row.batch_id, row.position) for row in await db.execute(query)}

    async def _settle(self, item: ClaimedItem, **values: Any) -> bool:
        return await self._change(item, settled_at=func.now(), **_FORGOTTEN, **values)

    async def _change(self, item: ClaimedItem, **values: Any) -> bool:
        mine = (batch_items.c.batch_id == item.batch_id) & (batch_items.c.position == item.position)
        held = mine & (batch_items.c.claim == item.claim) & (batch_items.c.stage == ItemStage.STARTED)
        with translated():
            async with self._autocommit.connect() as db:
                changed = update(batch_items).where(held).values(**values).returning(batch_items.c.position)
                return await db.scalar(changed) is not None


def _admission() -> Any:
    """One statement, and so one transaction: the item's lock, the job, the item's end and the NOTIFY."""
    held = (
        select(batch_items.c.batch_id, batch_items.c.position)
        .where(batch_items.c.batch_id == bindparam("of_batch"), batch_items.c.position == bindparam("at_position"))
        .where(batch_items.c.claim == bindparam("by_claim"), batch_items.c.stage == ItemStage.STARTED)
        .with_for_update()
        .cte("held")
    )
    given = [bindparam(f"new_{name}", type_=jobs.c[name].type) for name in NEW_JOB]
    row = select(*given, literal(JobState.QUEUED.value)).select_from(held)
    job = insert(jobs).from_select([*NEW_JOB, "state"], row).returning(jobs.c.id).cte("job")
    settled = (
        update(batch_items)
        .where(batch_items.c.batch_id == held.c.batch_id, batch_items.c.position == held.c.position)
        .values(
            stage=ItemStage.ADMITTED, job_id=select(job.c.id).scalar_subquery(), settled_at=func.now(), **_FORGOTTEN
        )
        .returning(batch_items.c.position)
        .cte("settled")
    )
    return select(settled.c.position, func.pg_notify(QUEUED_CHANNEL, ""))


# Made once: making it takes longer than running it.
_ADMIT = _admission()

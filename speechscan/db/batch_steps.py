"""What is done to a batch as a whole: start, cancel."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from speechscan.db.batches import NO_SUCH_BATCH, read_batch
from speechscan.db.engine import translated
from speechscan.db.kept import ended_with_batch
from speechscan.db.queue import ENDED_CHANNEL, NO_LEASE
from speechscan.db.tables import batch_items, batches, jobs
from speechscan.domain.batch import Batch, BatchState, ItemStage
from speechscan.domain.job import JobState
from speechscan.errors import Conflict, NotFound

_UNSETTLED = (ItemStage.AWAITING, ItemStage.STARTED)
_FORGOTTEN: dict[str, Any] = {name: null() for name in ("claim", "source_key", "user_hash", "webhook_url")}
_ACTIVE = (JobState.QUEUED, JobState.RUNNING)


class BatchSteps:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def start(self, owner: str, batch_id: UUID) -> Batch:
        """From now on its items become jobs, whatever happens to this process: `IntakeQueue` finds them. Starting twice
        is the same as once. Raises NotFound, and Conflict for a cancelled one."""
        with translated():
            async with self._engine.begin() as db:
                batch = await _locked(db, owner, batch_id)
                if batch.cancelled_at is not None:
                    raise Conflict("The batch is cancelled and cannot be started. Make a new one.")
                if batch.started_at is None:
                    await db.execute(update(batches).where(batches.c.id == batch_id).values(started_at=func.now()))
                    waiting = (batch_items.c.batch_id == batch_id) & (batch_items.c.stage == ItemStage.AWAITING)
                    await db.execute(update(batch_items).where(waiting).values(stage=ItemStage.STARTED))
                return await read_batch(db, owner, batch_id)

    async def cancel(self, owner: str, batch_id: UUID) -> Batch:
        """Ends what has not ended; what is finished stays. Cancelling twice is the same as once. Raises NotFound, and
        Conflict for a batch that has ended by itself."""
        with translated():
            async with self._engine.begin() as db:
                batch = await _locked(db, owner, batch_id)
                if batch.cancelled_at is None:
                    if (await read_batch(db, owner, batch_id)).state is BatchState.COMPLETED:
                        raise Conflict("The batch is completed already and can no longer be cancelled.")
                    await _cancel(db, batch_id)
                return await read_batch(db, owner, batch_id)

    async def ended_jobs(self, batch_id: UUID) -> list[UUID]:
        """Those that the batch's cancel has ended, by their ids."""
        of_batch = select(batch_items.c.job_id).where(batch_items.c.batch_id == batch_id)
        with translated():
            async with self._engine.connect() as db:
                wanted = select(jobs.c.id).where(jobs.c.id.in_(of_batch), ended_with_batch).order_by(jobs.c.id)
                return list(await db.scalars(wanted))

    async def cancel_unstarted(self, older_than: timedelta) -> int:
        """Open batches that nobody started in time; how many there were."""
        stale = (
            select(batches.c.id)
            .where(batches.c.started_at.is_(None), batches.c.cancelled_at.is_(None))
            .where(batches.c.created_at < func.now() - older_than)
            .order_by(batches.c.id)
            .with_for_update(skip_locked=True)
        )
        with translated():
            async with self._engine.begin() as db:
                found = (await db.scalars(stale)).all()
                for batch_id in found:
                    await _cancel(db, batch_id)
                return len(found)


async def _locked(db: AsyncConnection, owner: str, batch_id: UUID) -> Row[Any]:
    """Start and cancel of one batch take turns."""
    mine = select(batches).where(batches.c.id == batch_id, batches.c.owner == owner).with_for_update()
    row = (await db.execute(mine)).one_or_none()
    if row is None:
        raise NotFound(NO_SUCH_BATCH)
    return row


async def _cancel(db: AsyncConnection, batch_id: UUID) -> None:
    """Items first: an item that is becoming a job at this moment holds its row, so this waits for it, and the second
    statement sees the job. Afterwards none can become one any more."""
    await db.execute(update(batches).where(batches.c.id == batch_id).values(cancelled_at=func.now()))
    await db.execute(
        update(batch_items)
        .where(batch_items.c.batch_id == batch_id, batch_items.c.stage.in_(_UNSETTLED))
        .values(stage=ItemStage.CANCELLED, settled_at=func.now(), **_FORGOTTEN)
    )
    # Locked in the order of the ids, as everywhere where several jobs are.
    of_batch = select(batch_items.c.job_id).where(batch_items.c.batch_id == batch_id)
    active = (
        select(jobs.c.id)
        .where(jobs.c.id.in_(of_batch), jobs.c.state.in_(_ACTIVE))
        .order_by(jobs.c.id)
        .with_for_update()
        .cte("active")
    )
    ended = (
        update(jobs)
        .where(jobs.c.id.in_(select(active.c.id)))
        .values(state=JobState.CANCELLED, finished_at=func.now(), **NO_LEASE)
        .returning(jobs.c.id)
    )
    for job_id in (await db.scalars(ended)).all():
        await db.execute(select(func.pg_notify(ENDED_CHANNEL, str(job_id))))

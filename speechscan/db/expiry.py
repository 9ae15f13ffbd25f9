"""What is older than it is to be kept. Jobs are erased through `JobRepository.erase`, as when their owner asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.tables import batch_items, batches, ended_at, jobs, reference_clips
from speechscan.domain.batch import ItemStage
from speechscan.domain.job import JobState

_ENDED_STATES = [state for state in JobState if state.is_final and state is not JobState.DELETED]


@dataclass(frozen=True, slots=True)
class Expired:
    job_id: UUID
    owner: str


class ExpiryRepository:
    def __init__(self, engine: AsyncEngine) -> None:
        self._autocommit = autocommit(engine)

    async def count_jobs(self, before: datetime) -> int:
        return await self._count(jobs, *_jobs(before))

    async def count_tombstones(self, before: datetime) -> int:
        return await self._count(jobs, *_tombstones(before))

    async def count_batches(self, before: datetime) -> int:
        return await self._count(batches, *_batches(before))

    async def jobs(self, before: datetime, limit: int) -> list[Expired]:
        """Jobs that ended before that and are not erased yet, the oldest first. Never one that waits or runs."""
        query = select(jobs.c.id, jobs.c.owner).where(*_jobs(before)).order_by(ended_at, jobs.c.id).limit(limit)
        with translated():
            async with self._autocommit.connect() as db:
                return [Expired(row.id, row.owner) for row in await db.execute(query)]

    async def remove_tombstones(self, before: datetime, limit: int) -> int:
        """Rows of erased jobs that ended before that; how many there were, at most `limit`."""
        chosen = select(jobs.c.id).where(*_tombstones(before)).order_by(ended_at, jobs.c.id).limit(limit)
        with translated():
            async with self._autocommit.connect() as db:
                removed: Sequence[UUID] = (
                    await db.scalars(delete(jobs).where(jobs.c.id.in_(chosen)).returning(jobs.c.id))
                ).all()
        return len(removed)

    async def remove_batches(self, before: datetime, limit: int) -> int:
        """Batches of which every part ended before that, with their items but without jobs; how many there were."""
        chosen = select(batches.c.id).where(*_batches(before)).order_by(batches.c.id).limit(limit)
        with translated():
            async with self._autocommit.connect() as db:
                removed = await db.scalars(delete(batches).where(batches.c.id.in_(chosen)).returning(batches.c.id))
                return len(removed.all())

    async def _count(self, table: Table, *conditions: Any) -> int:
        with translated():
            async with self._autocommit.connect() as db:
                return int(await db.scalar(select(func.count()).select_from(table).where(*conditions)) or 0)


def _jobs(before: datetime) -> tuple[Any, ...]:
    return (jobs.c.state.in_(_ENDED_STATES), ended_at < before)


def _tombstones(before: datetime) -> tuple[Any, ...]:
    """Without those whose clip has yet to leave its reference set: by the row housekeeping knows that it must."""
    has_clip = exists().where(reference_clips.c.job_id == jobs.c.id)
    return (jobs.c.state == JobState.DELETED, ended_at < before, ~has_clip)


def _batches(before: datetime) -> tuple[Any, ...]:
    """An open one never goes: housekeeping cancels it first."""
    begun_or_cancelled = func.coalesce(batches.c.cancelled_at, batches.c.started_at)
    item_ended_at = func.coalesce(jobs.c.finished_at, batch_items.c.settled_at)
    unended = batch_items.c.stage.in_([ItemStage.AWAITING, ItemStage.STARTED]) | jobs.c.state.in_(
        [JobState.QUEUED, JobState.RUNNING]
    )
    young = (
        select(batch_items.c.position)
        .select_from(batch_items.outerjoin(jobs, batch_items.c.job_id == jobs.c.id))
        .where(batch_items.c.batch_id == batches.c.id, or_(unended, item_ended_at >= before))
    )
    return (begun_or_cancelled < before, ~young.exists())

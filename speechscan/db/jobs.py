"""Jobs, as their owner sees them: submit, read, list, cancel, erase."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, delete, func, literal, null, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.kept import kept
from speechscan.db.outcomes import NO_SUCH_JOB, current_of_job, outcome
from speechscan.db.queue import ENDED_CHANNEL, NO_LEASE, QUEUED_CHANNEL
from speechscan.db.tables import batch_items, batches, jobs, outcomes, results, takeovers, uploads, webhook_deliveries
from speechscan.domain.job import Job, JobState, Reaper
from speechscan.domain.task import Task
from speechscan.domain.verdict import Status
from speechscan.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class NewJob:
    id: UUID
    owner: str
    format: str
    size_bytes: int
    sha256: str
    object_key: str
    user_hash: str | None = None
    task: Task | None = None
    idempotency_key: str | None = None
    request_id: str | None = None
    traceparent: str | None = None
    webhook_url: str | None = field(default=None, repr=False)
    in_batch: bool = False


NEW_JOB = tuple(NewJob.__dataclass_fields__)
"""Its columns."""


@dataclass(frozen=True, slots=True)
class JobFilter:
    """All conditions must hold. `after` is the (created_at, id) of the last job of the page before."""

    ids: tuple[UUID, ...] = ()
    states: tuple[JobState, ...] = ()
    verdicts: tuple[Status, ...] = ()
    tasks: tuple[Task, ...] = ()
    created_from: datetime | None = None
    created_before: datetime | None = None
    user_hash: str | None = None
    after: tuple[datetime, UUID] | None = None
    limit: int = 50


class JobRepository:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._autocommit = autocommit(engine)

    async def submit(self, new: NewJob) -> tuple[Job, bool]:
        """Puts a job into the queue. False: a job of this owner with the same idempotency key was there, and it is
        returned instead (compare its sha256)."""
        with translated():
            async with self._autocommit.connect() as db:
                return await put_in_queue(db, new)

    async def find_by_idempotency_key(self, owner: str, key: str) -> Job | None:
        with translated():
            async with self._autocommit.connect() as db:
                row = (
                    await db.execute(_with_result().where(jobs.c.owner == owner, jobs.c.idempotency_key == key))
                ).one_or_none()
                return _job(row) if row else None

    async def get(self, owner: str, job_id: UUID) -> Job:
        """Raises NotFound, also for a job of somebody else."""
        with translated():
            async with self._autocommit.connect() as db:
                return await _read(db, owner, job_id)

    async def of(self, owner: str, ids: Sequence[UUID]) -> dict[UUID, Job]:
        """Those of the jobs that there are, by id."""
        query = _with_result().where(jobs.c.owner == owner, jobs.c.id.in_(ids))
        with translated():
            async with self._autocommit.connect() as db:
                return {row.id: _job(row) for row in await db.execute(query)}

    async def list(self, owner: str, wanted: JobFilter) -> list[Job]:
        """Newest first, at most `wanted.limit`."""
        query = _with_result().where(jobs.c.owner == owner, *_conditions(wanted))
        query = query.order_by(jobs.c.created_at.desc(), jobs.c.id.desc()).limit(wanted.limit)
        with translated():
            async with self._autocommit.connect() as db:
                return [_job(row) for row in await db.execute(query)]

    async def cancel(self, owner: str, job_id: UUID) -> Job:
        """Voids the lease of a running job, so that its result is dropped. Cancelling twice is the same as once.
        Raises NotFound, and Conflict for a job that has ended otherwise."""
        with translated():
            async with self._engine.begin() as db:
                ended = await _end(db, owner, job_id)
                job = await _read(db, owner, job_id)
                if not ended and job.state is not JobState.CANCELLED:
                    raise Conflict(f"The job is {job.state.value} already and can no longer be cancelled.")
                return job

    async def stop(self, owner: str, job_id: UUID) -> None:
        """Cancels a job that is about to be erased, if it has not ended, and tells no receiver of it: erasing is no
        event. What it wrote into the outbox is gone before anybody can see it."""
        with translated():
            async with self._engine.begin() as db:
                if await _end(db, owner, job_id):
                    await db.execute(delete(webhook_deliveries).where(webhook_deliveries.c.job_id == job_id))

    async def erase(self, owner: str, job_id: UUID) -> Job:
        """Removes result, outcomes, deliveries of webhooks and everything that describes the recording or the person,
        the fingerprint of its bytes and with it the idempotency key included, and those of its batch or upload; a row
        without content stays. The caller erases the objects. Raises NotFound."""
        with translated():
            async with self._engine.begin() as db:
                mine = (jobs.c.id == job_id) & (jobs.c.owner == owner)
                # The batch before its job, in the order in which a cancel locks them.
                await db.execute(_forget_batch_identity(owner, job_id))
                # Then the row, and with it its lock: a result that comes in now waits, and then finds no lease.
                await db.execute(
                    update(jobs)
                    .where(mine)
                    .values(
                        state=JobState.DELETED,
                        user_hash=None,
                        task=None,
                        sha256=None,
                        idempotency_key=None,
                        request_id=None,
                        traceparent=None,
                        webhook_url=None,
                        stages_ms={},
                        error_code=None,
                        error_detail=None,
                        finished_at=func.coalesce(jobs.c.finished_at, func.now()),
                        **NO_LEASE,
                    )
                )
                job = await _read(db, owner, job_id)
                await db.execute(delete(results).where(results.c.job_id == job_id))
                await db.execute(delete(outcomes).where(outcomes.c.job_id == job_id))
                await db.execute(_forget_upload_identity(owner, job_id))
                await db.execute(update(batch_items).where(batch_items.c.job_id == job_id).values(task=None))
                await db.execute(delete(webhook_deliveries).where(webhook_deliveries.c.job_id == job_id))
                await db.execute(select(func.pg_notify(ENDED_CHANNEL, str(job_id))))
                return job

    async def kept(self, ids: Sequence[UUID]) -> set[UUID]:
        """Those of the jobs whose recording is to be kept."""
        with translated():
            async with self._engine.connect() as db:
                wanted = select(jobs.c.id).where(jobs.c.id.in_(ids), kept)
                return set((await db.scalars(wanted)).all())

    async def count_by_state(self) -> dict[JobState, int]:
        with translated():
            async with self._autocommit.connect() as db:
                rows = await db.execute(select(jobs.c.state, func.count()).group_by(jobs.c.state))
                found = {JobState(state): count for state, count in rows}
                return {state: found.get(state, 0) for state in JobState}

    async def oldest_queued_s(self) -> float:
        """Age of the oldest waiting job, s; 0 when none waits."""
        with translated():
            async with self._autocommit.connect() as db:
                age = func.extract("epoch", func.now() - func.min(jobs.c.created_at))
                return float(await db.scalar(select(age).where(jobs.c.state == JobState.QUEUED)) or 0)

    async def takeovers(self) -> dict[Reaper, int]:
        """Expired leases that were taken over, since ever."""
        with translated():
            async with self._autocommit.connect() as db:
                found = {Reaper(row.reaper): row.jobs for row in await db.execute(select(takeovers))}
                return {reaper: found.get(reaper, 0) for reaper in Reaper}


async def put_in_queue(db: AsyncConnection, new: NewJob) -> tuple[Job, bool]:
    """As `JobRepository.submit`, whenever the caller commits."""
    values = {f"new_{name}": getattr(new, name) for name in NEW_JOB}
    same_key = (jobs.c.owner == new.owner) & (jobs.c.idempotency_key == new.idempotency_key)
    while True:
        if row := (await db.execute(_SUBMIT, values)).one_or_none():
            return _job(row), True
        # None if that job was deleted in between, and its key with it: then ours is the first again.
        if row := (await db.execute(_with_result().where(same_key))).one_or_none():
            return _job(row), False


def _submission() -> Any:
    """One statement, and so one transaction: insert, NOTIFY and answer in one round trip instead of five."""
    inserted = (
        insert(jobs)
        .values({name: bindparam(f"new_{name}") for name in NEW_JOB} | {"state": JobState.QUEUED})
        .on_conflict_do_nothing(constraint="uq_jobs_owner_idempotency_key")
        .returning(jobs)
        .cte("inserted")
    )
    return select(inserted, null().label("document"), null().label("outcome"), func.pg_notify(QUEUED_CHANNEL, ""))


# Made once: making it takes longer than running it.
_SUBMIT = _submission()


def _forget_batch_identity(owner: str, job_id: UUID) -> Any:
    of_job = select(batch_items.c.batch_id).where(batch_items.c.job_id == job_id)
    known = batches.c.id.in_(of_job) & (batches.c.owner == owner) & batches.c.idempotency_key.is_not(None)
    return update(batches).where(known).values(idempotency_key=None, fingerprint=None)


def _forget_upload_identity(owner: str, job_id: UUID) -> Any:
    of_job = (uploads.c.job_id == job_id) & (uploads.c.owner == owner)
    return update(uploads).where(of_job).values(idempotency_key=None, fingerprint=None)


def _with_result() -> Any:
    return select(jobs, results.c.document, current_of_job()).select_from(jobs.outerjoin(results))


def _conditions(wanted: JobFilter) -> Iterator[ColumnElement[bool]]:
    for column, values in (
        (jobs.c.id, wanted.ids),
        (jobs.c.state, wanted.states),
        (results.c.status, wanted.verdicts),
        (jobs.c.task, wanted.tasks),
    ):
        if values:
            yield column.in_(values)
    if wanted.created_from:
        yield jobs.c.created_at >= wanted.created_from
    if wanted.created_before:
        yield jobs.c.created_at < wanted.created_before
    if wanted.user_hash:
        yield jobs.c.user_hash == wanted.user_hash
    if wanted.after:
        yield tuple_(jobs.c.created_at, jobs.c.id) < tuple_(*map(literal, wanted.after))


async def _end(db: AsyncConnection, owner: str, job_id: UUID) -> bool:
    """As cancelled. False if it has ended, or is none of the owner's."""
    active = jobs.c.state.in_([JobState.QUEUED, JobState.RUNNING])
    ended = await db.scalar(
        update(jobs)
        .where(jobs.c.id == job_id, jobs.c.owner == owner, active)
        .values(state=JobState.CANCELLED, finished_at=func.now(), **NO_LEASE)
        .returning(jobs.c.id)
    )
    if ended is not None:
        await db.execute(select(func.pg_notify(ENDED_CHANNEL, str(job_id))))
    return ended is not None


async def _read(db: AsyncConnection, owner: str, job_id: UUID) -> Job:
    row = (await db.execute(_with_result().where(jobs.c.id == job_id, jobs.c.owner == owner))).one_or_none()
    if row is None:
        raise NotFound(NO_SUCH_JOB)
    return _job(row)


def _job(row: Row[Any]) -> Job:
    deleted = row.state == JobState.DELETED
    return Job(
        id=row.id,
        owner=row.owner,
        state=JobState(row.state),
        format=row.format,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        user_hash=row.user_hash,
        failed_attempts=row.failed_attempts,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        error_code=row.error_code,
        error_detail=row.error_detail,
        stages_ms=row.stages_ms,
        result=None if deleted else row.document,
        outcome=None if deleted or row.outcome is None else outcome(row.outcome),
        task=None if row.task is None else Task(row.task),
        traceparent=row.traceparent,
        webhook_url=row.webhook_url,
    )

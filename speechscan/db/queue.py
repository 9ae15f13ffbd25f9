"""The job queue, as a worker sees it: claim, renew, release, finish, and the reaper.

A claim gives a lease: a random token and a deadline. Everything a worker writes afterwards says
`WHERE lease_token = :token`, so a worker that was taken over, or whose job was cancelled, changes nothing.
Times are the database's (`now()`), never a worker's clock.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, TextClause, case, exists, func, null, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import translated
from speechscan.db.kept import kept
from speechscan.db.tables import jobs, takeovers
from speechscan.domain.job import JobState, Lease, Reaper

QUEUED_CHANNEL = "speechscan_queued"
ENDED_CHANNEL = "speechscan_ended"

NO_LEASE: Mapping[str, Any] = {"lease_owner": None, "lease_token": None, "lease_deadline": None}


# One claim in so many takes the oldest job, whatever it came with: so much of the work is a batch's however many single
# recordings come, and these wait for no more than one claim of it.
_OLDEST_EVERY = 4


def _claim(turn: str) -> TextClause:
    """`turn` are the columns of an index and the limit is a plain number, so that what is read is what is claimed,
    however many wait. Materialized, since a sub-select with LIMIT and SKIP LOCKED may be evaluated more than once. An
    array, since for a join the planner read the whole table (26 ms with 300,000 jobs in it, against 3)."""
    return text(
        f"""
        with suspects as materialized (
            select exists (
                select from jobs where state = 'queued' and suspect and (not_before is null or not_before <= now())
            ) as wait
        ), lone as materialized (
            select id from jobs
            where state = 'queued' and suspect and (not_before is null or not_before <= now()) and :alone
            order by created_at limit 1
            for update skip locked
        ), others as materialized (
            select id from jobs
            where state = 'queued' and not suspect and (not_before is null or not_before <= now())
              and not (select wait from suspects)
            order by {turn} limit :limit
            for update skip locked
        )
        update jobs
        set state = 'running', lease_owner = :owner, lease_token = gen_random_uuid(), lease_deadline = now() + :lease,
            started_at = now(), not_before = null
        where id = any (array(select id from lone union all select id from others))
        returning id, lease_token, object_key, format, failed_attempts, suspect, request_id, traceparent,
                  created_at, in_batch, extract(epoch from now() - created_at)::float8 as waited_s
        """  # noqa: S608 - of constants of this module
    )


# The statements of every job are texts: composing them anew each time costs more than PostgreSQL does (2 ms).
_CLAIM = _claim("in_batch, created_at")
_CLAIM_OLDEST = _claim("created_at")

# One statement: atomic without a transaction around it, and one round trip where the parts took four (4.8 ms -> 1.6).
# The rows are locked in the order of their ids, as everywhere where several are locked, so that nobody deadlocks.
_COMPLETE = text(
    """
    with given as (
        select * from jsonb_to_recordset(cast(:rows as jsonb)) as g(token uuid, stages jsonb, document jsonb)
    ), held as (
        select jobs.id, given.stages, given.document
        from jobs join given on jobs.lease_token = given.token
        where jobs.state = 'running'
        order by jobs.id
        for update of jobs
    ), ended as (
        update jobs
        set state = 'completed', finished_at = now(), stages_ms = held.stages,
            lease_owner = null, lease_token = null, lease_deadline = null
        from held where jobs.id = held.id
        returning jobs.id
    ), written as (
        insert into results (job_id, status, probability, model_name, model_version, familiar, document)
        select id, document ->> 'status', (document ->> 'probability')::float8,
               document -> 'model' ->> 'name', document -> 'model' ->> 'version',
               (document ->> 'familiar')::boolean, document
        from held
    )
    select id, pg_notify(:channel, id::text) from ended
    """
)


@dataclass(frozen=True, slots=True)
class Finished:
    """A result on its way into the database."""

    lease: Lease
    document: dict[str, Any]
    stages_ms: dict[str, float]


class JobQueue:
    def __init__(self, engine: AsyncEngine, *, lease_s: float, max_attempts: int) -> None:
        self._engine = engine
        self._lease = timedelta(seconds=lease_s)
        self._max_attempts = max_attempts
        self._claims = 0

    async def claim(self, owner: str, limit: int, *, alone: bool) -> list[Lease]:
        """Up to `limit` leases: single recordings before those of batches, except in each fourth claim, and the oldest
        first. Jobs whose worker died come before all, one at a time and only when `alone` says that the caller has
        nothing else under way."""
        values = {"owner": owner, "limit": limit, "alone": alone, "lease": self._lease}
        self._claims += 1
        statement = _CLAIM if self._claims % _OLDEST_EVERY else _CLAIM_OLDEST
        with translated():
            async with self._engine.begin() as db:
                rows = (await db.execute(statement, values)).all()
        return [_lease(row) for row in sorted(rows, key=lambda row: (row.in_batch, row.created_at))]

    async def release(self, leases: Sequence[Lease], *, suspect: bool = False) -> None:
        """Back to the queue, and no attempt counted: it was not the job's fault. `suspect`: it may have been, so it
        runs alone next time."""
        await self._give_back(leases, suspect=jobs.c.suspect | suspect)

    async def retry_later(self, lease: Lease, *, delay_s: float, code: str, detail: str) -> JobState | None:
        """Counts a failed attempt; the last one ends the job. The job's state then: queued or failed, None if the lease
        was lost."""
        spent = jobs.c.failed_attempts + 1 >= self._max_attempts
        with translated():
            async with self._engine.begin() as db:
                state = await db.scalar(
                    update(jobs)
                    .where(_held([lease]))
                    .values(
                        state=case((spent, JobState.FAILED.value), else_=JobState.QUEUED.value),
                        failed_attempts=jobs.c.failed_attempts + 1,
                        error_code=case((spent, code), else_=null()),
                        error_detail=case((spent, detail), else_=null()),
                        started_at=case((spent, jobs.c.started_at), else_=null()),
                        finished_at=case((spent, func.now()), else_=null()),
                        not_before=func.now() + timedelta(seconds=delay_s),
                        **NO_LEASE,
                    )
                    .returning(jobs.c.state)
                )
                if state == JobState.FAILED:
                    await _announce_end(db, [lease.job_id])
        return JobState(state) if state else None

    async def fail(self, lease: Lease, *, code: str, detail: str, stages_ms: dict[str, float]) -> bool:
        """Ends the job as failed. False if the lease was lost."""
        with translated():
            async with self._engine.begin() as db:
                row = await db.scalar(
                    update(jobs)
                    .where(_held([lease]))
                    .values(
                        state=JobState.FAILED,
                        failed_attempts=jobs.c.failed_attempts + 1,
                        error_code=code,
                        error_detail=detail,
                        finished_at=func.now(),
                        stages_ms=stages_ms,
                        **NO_LEASE,
                    )
                    .returning(jobs.c.id)
                )
                if row is not None:
                    await _announce_end(db, [lease.job_id])
        return bool(row is not None)

    async def complete(self, batch: Sequence[Finished]) -> set[UUID]:
        """Writes results and ends their jobs in one statement. Returns the jobs whose lease still held;
        the results of the others are dropped."""
        rows = [{"token": str(f.lease.token), "stages": f.stages_ms, "document": f.document} for f in batch]
        with translated():
            async with self._engine.begin() as db:
                held = await db.execute(
                    _COMPLETE, {"rows": json.dumps(rows, allow_nan=False), "channel": ENDED_CHANNEL}
                )
                return {row.id for row in held}

    async def reap(self, reaper: Reaper = Reaper.WORKER) -> int:
        """Takes leases over whose deadline has passed: their worker died. Each counts as an attempt. After an outage
        of the database the living need a while to renew theirs: let them, before you call it."""
        spent = jobs.c.failed_attempts + 1 >= self._max_attempts
        lost = f"The analysis ended abnormally {self._max_attempts} times. Send another recording."
        with translated():
            async with self._engine.begin() as db:
                dead = select(jobs.c.id).where(_expired()).with_for_update(skip_locked=True)
                rows = (
                    await db.execute(
                        update(jobs)
                        .where(jobs.c.id.in_(dead.scalar_subquery()))
                        .values(
                            state=case((spent, JobState.FAILED.value), else_=JobState.QUEUED.value),
                            failed_attempts=jobs.c.failed_attempts + 1,
                            suspect=True,
                            error_code=case((spent, "worker_lost"), else_=null()),
                            error_detail=case((spent, lost), else_=null()),
                            started_at=case((spent, jobs.c.started_at), else_=null()),
                            finished_at=case((spent, func.now()), else_=null()),
                            **NO_LEASE,
                        )
                        .returning(jobs.c.id, jobs.c.state)
                    )
                ).all()
                if rows:
                    await db.execute(_taken_over(reaper, len(rows)))
                    await _announce_end(db, [r.id for r in rows if r.state == JobState.FAILED])
                    await announce_queued(db)
        return len(rows)

    async def keeps(self, job_id: UUID) -> bool:
        """False once the job's recording is to go: it was erased, or ended with its batch."""
        with translated():
            async with self._engine.connect() as db:
                return bool(await db.scalar(select(exists().where(jobs.c.id == job_id, kept))))

    async def work_waits(self) -> bool:
        """Whether a job could be claimed now."""
        with translated():
            async with self._engine.connect() as db:
                due = _claimable(suspect=False) | _claimable(suspect=True)
                return bool(await db.scalar(select(exists().where(due))))

    async def any_expired(self) -> bool:
        with translated():
            async with self._engine.connect() as db:
                return bool(await db.scalar(select(exists().where(_expired()))))

    async def check(self) -> None:
        """Raises `Unavailable` while the database is away."""
        with translated():
            async with self._engine.connect() as db:
                await db.execute(select(1))

    async def _give_back(self, leases: Sequence[Lease], **values: Any) -> None:
        if not leases:
            return
        with translated():
            async with self._engine.begin() as db:
                await db.execute(
                    update(jobs)
                    .where(jobs.c.id.in_(_locked([lease.token for lease in leases])))
                    .values(state=JobState.QUEUED, started_at=None, **NO_LEASE, **values)
                )
                await announce_queued(db)


def renew(db: Connection, tokens: Sequence[UUID], lease_s: float) -> set[UUID]:
    """Moves the deadlines of these leases; returns the tokens that still hold. Synchronous: it is called from the
    worker's renewing thread, which must not depend on the event loop."""
    rows = db.execute(
        update(jobs)
        .where(jobs.c.id.in_(_locked(tokens)))
        .values(lease_deadline=func.now() + timedelta(seconds=lease_s))
        .returning(jobs.c.lease_token)
    )
    return {row.lease_token for row in rows}


async def announce_queued(db: Any) -> None:
    await db.execute(text("select pg_notify(:channel, '')"), {"channel": QUEUED_CHANNEL})


async def _announce_end(db: Any, ids: Sequence[UUID]) -> None:
    for job_id in ids:
        await db.execute(text("select pg_notify(:channel, :id)"), {"channel": ENDED_CHANNEL, "id": str(job_id)})


def _taken_over(reaper: Reaper, count: int) -> Any:
    row = insert(takeovers).values(reaper=reaper, jobs=count)
    return row.on_conflict_do_update(index_elements=["reaper"], set_={"jobs": takeovers.c.jobs + row.excluded.jobs})


def _due() -> Any:
    return jobs.c.not_before.is_(None) | (jobs.c.not_before <= func.now())


def _claimable(*, suspect: bool) -> Any:
    return (jobs.c.state == JobState.QUEUED) & (jobs.c.suspect.is_(suspect)) & _due()


def _expired() -> Any:
    return (jobs.c.state == JobState.RUNNING) & (jobs.c.lease_deadline < func.now())


def _held(leases: Sequence[Lease]) -> Any:
    return jobs.c.lease_token.in_([lease.token for lease in leases]) & (jobs.c.state == JobState.RUNNING)


def _locked(tokens: Sequence[UUID]) -> Any:
    """The ids of the jobs whose leases these are, their rows locked in the order of the ids."""
    held = (
        select(jobs.c.id)
        .where(jobs.c.lease_token.in_(tokens), jobs.c.state == JobState.RUNNING)
        .order_by(jobs.c.id)
        .with_for_update()
        .cte("held")
    )
    return select(held.c.id)


def _lease(row: Row[Any]) -> Lease:
    return Lease(
        job_id=row.id,
        token=row.lease_token,
        object_key=row.object_key,
        format=row.format,
        failed_attempts=row.failed_attempts,
        suspect=row.suspect,
        request_id=row.request_id,
        traceparent=row.traceparent,
        waited_s=row.waited_s,
    )

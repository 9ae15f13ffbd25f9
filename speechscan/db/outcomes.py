"""Outcomes of jobs. Only added, never changed: a correction is one more row, and the newest counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import func, insert, literal, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.tables import jobs, outcomes
from speechscan.domain.job import JobState
from speechscan.domain.outcome import Confirmation, Outcome
from speechscan.domain.task import Task
from speechscan.errors import Conflict, NotFound

NO_SUCH_JOB = "There is no such job. Check the id; a job can be read only with a key of the caller that made it."

_OUTCOME = TypeAdapter(Outcome)


class OutcomeRepository:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._autocommit = autocommit(engine)

    async def record(self, owner: str, job_id: UUID, sent: Confirmation, *, key_id: UUID) -> tuple[Outcome, bool]:
        """Without a task it takes the job's. False: it says what the current outcome says already, which is returned,
        and nothing was written.
        Raises NotFound, also for a job of somebody else, and Conflict for a job without a result."""
        with translated():
            async with self._engine.begin() as db:
                # The job's row stays locked, so that neither an erasure nor another outcome comes in between.
                mine = select(jobs.c.state, jobs.c.task).where(jobs.c.id == job_id, jobs.c.owner == owner)
                job = (await db.execute(mine.with_for_update())).one_or_none()
                if job is None:
                    raise NotFound(NO_SUCH_JOB)
                _require_result(job.state)
                if sent.task is None and job.task is not None:
                    sent = replace(sent, task=Task(job.task))
                current = await _newest(db, job_id)
                if current is not None and current.says(sent):
                    return current, False
                row = (await db.execute(_insertion(owner, job_id, sent, key_id))).mappings().one()
                return outcome(row), True

    async def history(self, owner: str, job_id: UUID) -> list[Outcome]:
        """Newest first. Raises NotFound."""
        with translated():
            async with self._autocommit.connect() as db:
                mine = select(jobs.c.id).where(jobs.c.id == job_id, jobs.c.owner == owner)
                if await db.scalar(mine) is None:
                    raise NotFound(NO_SUCH_JOB)
                found = select(outcomes).where(outcomes.c.job_id == job_id).order_by(outcomes.c.id.desc())
                return [outcome(row) for row in (await db.execute(found)).mappings()]


def outcome(row: Mapping[Any, Any]) -> Outcome:
    """From a row of the table, or from one that became JSON."""
    return _OUTCOME.validate_python(dict(row))


def current_of_job() -> Any:
    """The current outcome as a column of a query over jobs; null where there is none."""
    row = func.to_jsonb(outcomes.table_valued(), type_=JSONB)
    newest = select(row).where(outcomes.c.job_id == jobs.c.id).order_by(outcomes.c.id.desc()).limit(1)
    return newest.correlate(jobs).scalar_subquery().label("outcome")


def _require_result(state: str) -> None:
    if state != JobState.COMPLETED:
        raise Conflict(f"The job is {state}. Only a completed job, which has a result, can have an outcome.")


def _insertion(owner: str, job_id: UUID, sent: Confirmation, key_id: UUID) -> Any:
    when = func.now() if sent.confirmed_at is None else literal(sent.confirmed_at)
    values = {"label": sent.label.value, "task": sent.task, "note": sent.note, "confirmed_at": when}
    return insert(outcomes).values(job_id=job_id, recorded_by=owner, key_id=key_id, **values).returning(outcomes)


async def _newest(db: AsyncConnection, job_id: UUID) -> Outcome | None:
    found = select(outcomes).where(outcomes.c.job_id == job_id).order_by(outcomes.c.id.desc()).limit(1)
    row = (await db.execute(found)).mappings().one_or_none()
    return outcome(row) if row else None

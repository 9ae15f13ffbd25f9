"""Results of many jobs at once, for the flows that watch. Of a person no more than a keyed hash."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.tables import ended_at, jobs, results
from speechscan.domain.job import JobState


@dataclass(frozen=True, slots=True)
class Screened:
    """A job that has a result, or should have one. What a sound row always has may be None in one that is not."""

    job_id: UUID
    state: str
    format: str
    user_hash: str | None
    task: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    status: str | None
    probability: float | None
    model_name: str | None
    model_version: str | None
    familiar: bool | None
    document: dict[str, Any]

    @property
    def person(self) -> str:
        """Who spoke, as far as it is known: without a subject each job is a person of its own."""
        return self.user_hash or str(self.job_id)


_should_have_result = or_(jobs.c.state == JobState.COMPLETED, results.c.job_id.is_not(None))
_COLUMNS = (
    jobs.c.id.label("job_id"),
    *(jobs.c[name] for name in ("state", "format", "user_hash", "task", "created_at", "started_at", "finished_at")),
    *(results.c[name] for name in ("status", "probability", "model_name", "model_version", "familiar", "document")),
)


class ResultRepository:
    def __init__(self, engine: AsyncEngine) -> None:
        self._autocommit = autocommit(engine)

    async def draw(self, begin: datetime, end: datetime, most: int) -> list[Screened]:
        """Completed jobs that ended in [begin, end), at most `most`: of more a random choice, and the same each time,
        since ids are random."""
        query = _rows(begin, end).where(jobs.c.state == JobState.COMPLETED, results.c.job_id.is_not(None))
        return await self._read(query.order_by(jobs.c.id).limit(most))

    async def batches(self, begin: datetime, end: datetime, size: int) -> AsyncIterator[list[Screened]]:
        """All that ended in [begin, end) and has a result or should have one."""
        query, last = _rows(begin, end).order_by(jobs.c.id).limit(size), None
        while rows := await self._read(query if last is None else query.where(jobs.c.id > last)):
            yield rows
            last = rows[-1].job_id

    async def _read(self, query: Any) -> list[Screened]:
        with translated():
            async with self._autocommit.connect() as db:
                return [
                    Screened(**{**row, "document": row["document"] or {}})
                    for row in (await db.execute(query)).mappings()
                ]


def _rows(begin: datetime, end: datetime) -> Any:
    return select(*_COLUMNS).select_from(jobs.outerjoin(results)).where(*_within(begin, end))


def _within(begin: datetime, end: datetime) -> tuple[Any, ...]:
    return (_should_have_result, ended_at >= begin, ended_at < end)

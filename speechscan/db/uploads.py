"""Uploads past the API: whose they are, and which job each has become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.idempotency import make_once
from speechscan.db.jobs import JobRepository, NewJob, put_in_queue
from speechscan.db.tables import uploads
from speechscan.domain.idempotency import Identity
from speechscan.domain.job import Job
from speechscan.errors import NotFound


@dataclass(frozen=True, slots=True)
class UploadPlace:
    """Where one recording may be written to, past the API."""

    id: UUID
    created_at: datetime


class UploadRepository:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._autocommit = autocommit(engine)
        self._jobs = JobRepository(engine)

    async def add(self, owner: str, upload_id: UUID, identity: Identity | None = None) -> UploadPlace:
        """One of another id if the same request has made it before. Raises IdempotencyMismatch."""
        with translated():
            async with self._engine.begin() as db:
                made = await make_once(db, uploads, owner, identity, {"id": upload_id})
                created_at = (await db.execute(select(uploads.c.created_at).where(uploads.c.id == made))).scalar_one()
                return UploadPlace(made, created_at)

    async def job_of(self, owner: str, upload_id: UUID) -> UUID | None:
        """None while it is no job yet. Raises NotFound, also for somebody else's."""
        with translated():
            async with self._autocommit.connect() as db:
                return await _job_of(db, _mine(owner, upload_id))

    async def become(self, upload_id: UUID, new: NewJob, *, check: Callable[[Job, NewJob], object]) -> tuple[Job, bool]:
        """Puts the job that an upload becomes into the queue. False: it has become one already, or becomes the one of
        the same idempotency key, unless `check` of that and `new` raises; the earlier one is returned. Of two at once
        the second waits for the end of the first. Raises NotFound."""
        mine = _mine(new.owner, upload_id)
        with translated():
            async with self._engine.begin() as db:
                earlier = await _job_of(db, mine.with_for_update())
                if earlier is None:
                    job, inserted = await put_in_queue(db, new)
                    if not inserted:
                        check(job, new)
                    await db.execute(update(uploads).where(uploads.c.id == upload_id).values(job_id=job.id))
                    return job, inserted
        return await self._jobs.get(new.owner, earlier), False

    async def remove_older(self, than: timedelta) -> int:
        """Rows, used or not; how many there were."""
        old = delete(uploads).where(uploads.c.created_at < func.now() - than).returning(uploads.c.id)
        with translated():
            async with self._autocommit.connect() as db:
                return len((await db.scalars(old)).all())


def _mine(owner: str, upload_id: UUID) -> Select[tuple[UUID | None]]:
    return select(uploads.c.job_id).where(uploads.c.id == upload_id, uploads.c.owner == owner)


async def _job_of(db: AsyncConnection, mine: Select[tuple[UUID | None]]) -> UUID | None:
    row = (await db.execute(mine)).one_or_none()
    if row is None:
        raise NotFound("There is no such upload, or it was not used in time. Ask for a new one.")
    found: UUID | None = row.job_id
    return found

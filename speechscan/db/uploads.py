"""Uploads past the API: whose they are, and which job each has become."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.idempotency import make_once
from speechscan.db.tables import uploads
from speechscan.domain.idempotency import Identity
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

    async def add(self, owner: str, upload_id: UUID, identity: Identity | None = None) -> UploadPlace:
        """One of another id if the same request has made it before. Raises IdempotencyMismatch."""
        with translated():
            async with self._engine.begin() as db:
                made = await make_once(db, uploads, owner, identity, {"id": upload_id})
                created_at = (await db.execute(select(uploads.c.created_at).where(uploads.c.id == made))).scalar_one()
                return UploadPlace(made, created_at)

    async def job_of(self, owner: str, upload_id: UUID) -> UUID | None:
        """None while it is no job yet. Raises NotFound, also for somebody else's."""
        query = select(uploads.c.job_id).where(uploads.c.id == upload_id, uploads.c.owner == owner)
        with translated():
            async with self._autocommit.connect() as db:
                row = (await db.execute(query)).one_or_none()
        if row is None:
            raise NotFound("There is no such upload, or it was not used in time. Ask for a new one.")
        found: UUID | None = row.job_id
        return found

    async def became(self, upload_id: UUID, job_id: UUID) -> None:
        with translated():
            async with self._autocommit.connect() as db:
                await db.execute(update(uploads).where(uploads.c.id == upload_id).values(job_id=job_id))

    async def remove_older(self, than: timedelta) -> int:
        """Rows, used or not; how many there were."""
        old = delete(uploads).where(uploads.c.created_at < func.now() - than).returning(uploads.c.id)
        with translated():
            async with self._autocommit.connect() as db:
                return len((await db.scalars(old)).all())

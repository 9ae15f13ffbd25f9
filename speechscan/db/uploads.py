"""Uploads past the API: whose they are, and which job each has become."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.tables import uploads
from speechscan.errors import NotFound


class UploadRepository:
    def __init__(self, engine: AsyncEngine) -> None:
        self._autocommit = autocommit(engine)

    async def add(self, owner: str, upload_id: UUID) -> None:
        with translated():
            async with self._autocommit.connect() as db:
                await db.execute(insert(uploads).values(id=upload_id, owner=owner))

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

"""Objects that may have to go although the request that knew of them has ended.

A submission whose insert failed, or whose commit got no answer, may have left an upload without a row; a worker that
was at work when its job was deleted may store its part a moment later. Each such job is looked at again until
database and store have both answered: without a row, or with one whose recording is not kept, its objects are erased.
"""

from __future__ import annotations

import asyncio
import time
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from speechscan.db.jobs import JobRepository
from speechscan.errors import Unavailable
from speechscan.storage import ObjectStore, job_prefix
from speechscan.telemetry import logs

_RETRY_S = 5.0

_log = logs.get("api.leftovers")


class Leftovers:
    def __init__(self, jobs: JobRepository, store: ObjectStore) -> None:
        self._jobs = jobs
        self._store = store
        self._due: dict[UUID, float] = {}
        self._added = asyncio.Event()

    @property
    def pending(self) -> int:
        return len(self._due)

    def look_at(self, job_id: UUID, after_s: float = 0.0) -> None:
        self._due[job_id] = time.monotonic() + after_s
        self._added.set()

    async def clear(self) -> None:
        """Never ends: the process's background work. One job at a time, so that a long outage makes no herd."""
        try:
            while True:
                job_id = await self._next()
                due = self._due[job_id]
                try:
                    await self._settle(job_id)
                except (Unavailable, SQLAlchemyError) as error:
                    _log.warning("leftover kept for later", job_id=str(job_id), error=type(error).__name__)
                    await asyncio.sleep(_RETRY_S)
                    continue
                # Unless it was asked for again meanwhile.
                if self._due[job_id] == due:
                    del self._due[job_id]
        finally:
            if self._due:
                _log.warning("leftovers not looked at", job_ids=[str(job_id) for job_id in self._due])

    async def _next(self) -> UUID:
        while True:
            self._added.clear()
            first = min(self._due, key=self._due.__getitem__, default=None)
            wait_s = None if first is None else self._due[first] - time.monotonic()
            if first is not None and wait_s is not None and wait_s <= 0:
                return first
            try:
                async with asyncio.timeout(wait_s):
                    await self._added.wait()
            except TimeoutError:
                continue

    async def _settle(self, job_id: UUID) -> None:
        if not await self._jobs.kept([job_id]):
            erased = await asyncio.to_thread(self._store.delete_prefix, job_prefix(job_id))
            if erased:
                _log.info("leftover erased", job_id=str(job_id), objects=erased)

"""Takes the recordings of started batches in: each becomes a job, or says why it cannot.

Runs in every process of the API, beside its requests. What is to be done stands in the database, so that a process may
die at any moment: its claims run out, and another one, or the same one started again, goes on.
"""

from __future__ import annotations

import asyncio
from uuid import uuid4

from sqlalchemy.exc import SQLAlchemyError

from api.metrics.requests import RequestCounts
from api.stored import StoredRecording, read_stored
from api.upload import UNKNOWN
from speechscan.background import unbroken
from speechscan.db.intake import ClaimedItem, IntakeQueue
from speechscan.db.jobs import NewJob
from speechscan.domain.batch import ItemError
from speechscan.errors import NotFound, SpeechScanError, Unavailable
from speechscan.storage import ObjectStore, item_key, item_prefix, job_prefix, upload_key
from speechscan.telemetry import logs

# Each holds a recording in memory (10 MB by default).
AT_ONCE = 4
# The store's time-outs twice over. Until then a dead process's items wait.
LEASE_S = 60.0
# What other processes started and then died of; what this one starts wakes it at once.
_LOOK_S = 5.0
_RETRY_S = 5.0

_log = logs.get("api.batches.intake")


class Intake:
    def __init__(self, queue: IntakeQueue, store: ObjectStore, counts: RequestCounts, max_bytes: int) -> None:
        self._queue = queue
        self._store = store
        self._counts = counts
        self._max_bytes = max_bytes
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    async def work(self) -> None:
        """Never ends: the process's background work."""
        while True:
            self._woken.clear()
            try:
                # At the process's end what is in its hands is finished first, so that no claim is left to run out.
                found = await unbroken(self.take_in_some())
            except (Unavailable, SQLAlchemyError) as error:
                _log.warning("intake waits", error=type(error).__name__)
                await asyncio.sleep(_RETRY_S)
                continue
            if not found:
                await self._until_woken()

    async def take_in_some(self) -> bool:
        """False: nothing waits. Raises Unavailable; what could not be done then waits."""
        items = await self._queue.claim(AT_ONCE)
        ends = await asyncio.gather(*map(self._settle, items), return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException):
                raise end
        return bool(items)

    async def _settle(self, item: ClaimedItem) -> None:
        """A fault of one item harms no other: only a dependency that is away stops the work."""
        try:
            stored = await asyncio.to_thread(read_stored, self._store, _source(item), self._max_bytes)
            await self._admit(item, stored)
        except Unavailable:
            await self._queue.release(item)
            raise
        except NotFound:
            await self._queue.miss(item)
        except SpeechScanError as error:
            await self._refuse(item, error)
        except SQLAlchemyError:
            raise
        except Exception:  # noqa: BLE001 - logged, and told to the owner; else it would be tried for ever
            _log.exception("unexpected error", batch_id=str(item.batch_id), position=item.position)
            await self._refuse(item, SpeechScanError("An error that we did not expect. It is in our log."))

    async def _admit(self, item: ClaimedItem, stored: StoredRecording) -> None:
        new = _new_job(item, stored)
        # The judged copy, where the client cannot write. Without its row housekeeping erases it.
        await asyncio.to_thread(self._store.put, new.object_key, stored.data)
        if not await self._queue.admit(item, new):
            await asyncio.to_thread(self._store.delete_prefix, job_prefix(new.id))
            return
        self._counts.submission(stored.format, "accepted")
        _log.info("job accepted", job_id=str(new.id), batch_id=str(item.batch_id), position=item.position)
        await self._erase_upload(item)

    async def _refuse(self, item: ClaimedItem, error: SpeechScanError) -> None:
        if await self._queue.refuse(item, ItemError(error.code, error.detail)):
            self._counts.submission(UNKNOWN, error.code)
            await self._erase_upload(item)

    async def _erase_upload(self, item: ClaimedItem) -> None:
        """An import stays: it lies where the caller has put it."""
        if item.source_key is None:
            await asyncio.to_thread(self._store.delete_prefix, item_prefix(item.batch_id, item.position))

    async def _until_woken(self) -> None:
        try:
            async with asyncio.timeout(_LOOK_S):
                await self._woken.wait()
        except TimeoutError:
            return


def _source(item: ClaimedItem) -> str:
    return item.source_key or item_key(item.batch_id, item.position)


def _new_job(item: ClaimedItem, stored: StoredRecording) -> NewJob:
    job_id = uuid4()
    return NewJob(
        id=job_id,
        owner=item.owner,
        format=stored.format,
        size_bytes=len(stored.data),
        sha256=stored.sha256,
        object_key=upload_key(job_id),
        user_hash=item.user_hash,
        task=item.task,
        in_batch=True,
        webhook_url=item.webhook_url,
    )

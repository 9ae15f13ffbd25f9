"""Long polls: who waits for the end of a job is woken by PostgreSQL.

One listening connection a process, however many wait. A notification can be lost (the connection was away), so a
waiter also looks for itself now and then; that only delays it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from speechscan.background import unbroken
from speechscan.db.queue import ENDED_CHANNEL
from speechscan.domain.job import Job
from speechscan.telemetry import logs

FALLBACK_POLL_S = 5.0
_RECONNECT_S = 1.0
# A peer that vanished without a word is noticed after 10 + 3 x 5 s.
_CONNECT: dict[str, str | int] = {
    "application_name": "speechscan-api-listen",
    "connect_timeout": 3,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}

_log = logs.get("api.ended")


class EndedJobs:
    def __init__(self, conninfo: str, fallback_poll_s: float = FALLBACK_POLL_S) -> None:
        self._conninfo = conninfo
        self._fallback_poll_s = fallback_poll_s
        self._waiting: dict[str, set[asyncio.Event]] = {}  # by the job's id, as the notification has it
        self.stopping = False
        self.listening = asyncio.Event()

    async def listen(self) -> None:
        """Never ends: the process's background work."""
        while True:
            try:
                await self._listen_once()
            except psycopg.Error as error:
                _log.warning("listening connection lost", error=type(error).__name__)
            finally:
                self.listening.clear()
            await asyncio.sleep(_RECONNECT_S)

    async def _listen_once(self) -> None:
        # In autocommit: within a transaction no notification would arrive.
        connection = await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True, **_CONNECT)  # type: ignore[arg-type]
        async with connection:
            await connection.execute(sql.SQL("listen {}").format(sql.Identifier(ENDED_CHANNEL)))
            self.listening.set()
            # Whatever ended while nobody listened.
            self._wake_all()
            async for notification in connection.notifies():
                self._wake(notification.payload)

    async def wait(self, read: Callable[[], Awaitable[Job]], job_id: UUID, seconds: float) -> Job:
        """The job when it has ended, or as it is after `seconds`, or when the process is told to stop."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + seconds
        with self._watch(job_id) as changed:
            while True:
                # Cleared before reading: an end that comes in between is noticed.
                changed.clear()
                job = await read()
                left = deadline - clock()
                if job.state.is_final or left <= 0 or self.stopping:
                    return job
                await _until(changed, min(left, self._fallback_poll_s))

    async def readings(
        self, read: Callable[[], Coroutine[Any, Any, Job]], job_id: UUID, every_s: float
    ) -> AsyncGenerator[Job]:
        """The job now, then every so often and as soon as it has ended. Over with its end, or when the process is told
        to stop."""
        with self._watch(job_id) as changed:
            while True:
                changed.clear()
                # Streams are cancelled when their client goes.
                job = await unbroken(read())
                yield job
                if job.state.is_final or self.stopping:
                    return
                await _until(changed, every_s)

    def stop(self) -> None:
        """Ends all long polls and streams now, so that they do not hold up the process's exit for up to 30 s."""
        self.stopping = True
        self._wake_all()

    @contextmanager
    def _watch(self, job_id: UUID) -> Iterator[asyncio.Event]:
        changed, waited_for = asyncio.Event(), str(job_id)
        self._waiting.setdefault(waited_for, set()).add(changed)
        try:
            yield changed
        finally:
            self._waiting[waited_for].discard(changed)
            if not self._waiting[waited_for]:
                del self._waiting[waited_for]

    def _wake(self, job_id: str) -> None:
        for changed in self._waiting.get(job_id, ()):
            changed.set()

    def _wake_all(self) -> None:
        for job_id in self._waiting:
            self._wake(job_id)


async def _until(changed: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await changed.wait()
    except TimeoutError:
        return

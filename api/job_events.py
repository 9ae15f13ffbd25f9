"""A job's changes as server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import aclosing, contextmanager
from typing import Any
from uuid import UUID

from prometheus_client import Gauge

from api.ended import EndedJobs
from speechscan.domain.job import Job
from speechscan.errors import Busy, NotFound, Unavailable
from speechscan.telemetry import logs

# The database says when a job ends, not when it begins to run: the row tells, and reading it takes 1 ms.
_EVERY_S = 1.0
# Each open stream reads so often: at most 200 reads/s a process.
MAX_STREAMS = 200
# Then the client comes again, and its key is looked at again.
MAX_AGE_S = 15 * 60.0

_log = logs.get("api.job_events")


class Streams:
    """How many are open in this process. `gauge` shows them to Prometheus."""

    def __init__(self, gauge: Gauge, most: int = MAX_STREAMS) -> None:
        self._gauge = gauge
        self._most = most
        self.open = 0

    def require_room(self) -> None:
        """Raises Busy. Asked before the answer begins; the stream itself counts, since only it knows that it ends."""
        if self.open >= self._most:
            raise Busy("Too many event streams are open. Ask for the job with ?wait=30 instead, or try again later.")

    @contextmanager
    def counted(self) -> Iterator[None]:
        self.open += 1
        try:
            with self._gauge.track_inprogress():
                yield
        finally:
            self.open -= 1


def event_id(job: Job) -> str:
    """Another one after each change of state or attempt. Clients need not know what is in it."""
    return f"{job.state}.{job.attempts}"


async def changes(
    ended: EndedJobs, read: Callable[[], Coroutine[Any, Any, Job]], job_id: UUID, seen: str | None
) -> AsyncIterator[Job]:
    """The job as it is, unless the client has seen that, and then each change, up to its end, the stop of the process
    or an age at which the client must come again."""
    clock = asyncio.get_running_loop().time
    until = clock() + MAX_AGE_S
    while clock() < until:
        try:
            async with aclosing(ended.readings(read, job_id, _EVERY_S)) as readings:
                async for job in readings:
                    if event_id(job) != seen:
                        seen = event_id(job)
                        yield job
                    if clock() >= until:
                        return
        except NotFound:
            return  # Its empty row has gone.
        except Unavailable as error:
            # The heartbeat goes on, and so does the stream when the database is back.
            _log.warning("stream waits", dependency=error.dependency)
            if ended.stopping:
                return
            await asyncio.sleep(_EVERY_S)
        else:
            return

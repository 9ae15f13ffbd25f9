"""The changes of a job as server-sent events, for its page: only that there is something new to be asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.auth import Caller
from api.job_events import changes, event_id
from api.services import Services, ServicesDep
from api.web.visitor import allowed
from speechscan.domain.job import Job

_HEARTBEAT_S = 15
# After TERM a stream ends by itself within milliseconds; the library would cut it off in mid-answer otherwise.
_LAST_WORDS_S = 5.0
_LINE = "\n"

router = APIRouter()


@router.get("/jobs/{job_id}/changes")
async def follow(services: ServicesDep, caller: Annotated[Caller, allowed("jobs:read")], job_id: UUID) -> Response:
    """The present state, then each change until the job has ended."""
    read = partial(services.jobs.get, caller.owner, job_id)
    await read()
    services.streams.require_room()
    return EventSourceResponse(
        _events(services, changes(services.ended, read, job_id, None)),
        ping=_HEARTBEAT_S,
        ping_message_factory=lambda: ServerSentEvent(comment="still here", sep=_LINE),
        sep=_LINE,
        shutdown_grace_period=_LAST_WORDS_S,
    )


async def _events(services: Services, found: AsyncIterator[Job]) -> AsyncIterator[ServerSentEvent]:
    with services.streams.counted():
        async for job in found:
            yield ServerSentEvent(event_id(job), event="change", sep=_LINE)

"""A job, followed by server-sent events."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Request, Response, Security
from sse_starlette import EventSourceResponse, ServerSentEvent

from api import openapi
from api.auth import CallerDep, described
from api.job_events import changes, event_id
from api.services import Services, ServicesDep
from api.v1.examples import EVENTS
from api.v1.models import JobOut
from speechscan.domain.job import Job

HEARTBEAT_S = 15
# After TERM a stream ends by itself within milliseconds; the library would cut it off in mid-answer otherwise.
_LAST_WORDS_S = 5.0
_LINE = "\n"

LastEventId = Annotated[
    str | None,
    Header(alias="Last-Event-ID", max_length=100, description="The `id` of the last event that the client has."),
]

router = APIRouter(prefix="/v1", tags=["jobs"], dependencies=[Security(described)])


@router.get(
    "/jobs/{job_id}/events",
    response_class=EventSourceResponse,
    responses={
        200: {
            "description": "Each event has the job, as GET /v1/jobs/{job_id} gives it.",
            "content": {"text/event-stream": {"schema": {"type": "string"}, "example": EVENTS}},
        },
        204: {"description": "The job has ended, and the client has that event: it need not come again."},
        **openapi.problems(401, 403, 404, 422, 503),
    },
)
async def follow_job(
    request: Request, services: ServicesDep, caller: CallerDep, job_id: UUID, last_event_id: LastEventId = None
) -> Response:
    """The job's present state and each change until it has ended, as server-sent events `job`. A comment every 15 s
    keeps the connection open. The stream may end before the job does: come again with `Last-Event-ID`. Needs the scope
    `jobs:read`."""
    read = partial(services.jobs.get, caller.owner, job_id)
    job = await read()
    if job.state.is_final and event_id(job) == last_event_id:
        return Response(status_code=204)
    services.streams.require_room()
    found = changes(services.ended, read, job_id, last_event_id)
    return EventSourceResponse(
        _events(services, found, str(request.scope.get("root_path", "")).rstrip("/")),
        ping=HEARTBEAT_S,
        ping_message_factory=lambda: ServerSentEvent(comment="still here", sep=_LINE),
        sep=_LINE,
        shutdown_grace_period=_LAST_WORDS_S,
    )


async def _events(services: Services, found: AsyncIterator[Job], root_path: str) -> AsyncIterator[ServerSentEvent]:
    with services.streams.counted():
        async for job in found:
            data = JobOut.of(job, root_path).model_dump_json(by_alias=True)
            yield ServerSentEvent(data, event="job", id=event_id(job), sep=_LINE)

"""A job: how far it is, then its report; and what can be done with it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import ValidationError
from starlette.responses import RedirectResponse

from api.auth import Caller
from api.erasure import erase
from api.job_events import event_id
from api.services import ServicesDep
from api.v1.outcomes import OutcomeIn
from api.web.address import url
from api.web.form import read_form
from api.web.job_report import job_report
from api.web.rendering import page
from api.web.visitor import allowed
from speechscan.errors import InvalidRequest
from speechscan.telemetry import logs

_log = logs.get("api.web")

router = APIRouter(prefix="/jobs/{job_id}")
Reader = Annotated[Caller, allowed("jobs:read")]


@router.get("")
async def show(
    request: Request,
    services: ServicesDep,
    caller: Reader,
    job_id: UUID,
    seen: Annotated[str | None, Query(max_length=40)] = None,
) -> Response:
    """seen: what the page shows already. While it is that, the answer is empty, and nothing is put in its place."""
    job = await services.jobs.get(caller.owner, job_id)
    if seen == event_id(job):
        return Response(status_code=204, headers={"Cache-Control": "no-store"})
    return page(request, "job.html.j2", **await job_report(services, caller, job))


@router.get("/line")
async def show_line(request: Request, services: ServicesDep, caller: Reader, job_id: UUID) -> Response:
    """Its state in a line, for the list of what was just sent."""
    return page(request, "job_line.html.j2", job=await services.jobs.get(caller.owner, job_id))


@router.post("/cancel")
async def cancel(
    request: Request, services: ServicesDep, caller: Annotated[Caller, allowed("jobs:write")], job_id: UUID
) -> Response:
    await services.jobs.cancel(caller.owner, job_id)
    return _back(request, job_id)


@router.post("/delete")
async def delete(
    request: Request, services: ServicesDep, caller: Annotated[Caller, allowed("jobs:delete")], job_id: UUID
) -> Response:
    await erase(services, caller.owner, job_id)
    return _back(request, job_id)


@router.post("/outcome")
async def record_outcome(
    request: Request, services: ServicesDep, caller: Annotated[Caller, allowed("annotate")], job_id: UUID
) -> Response:
    form = await read_form(request)
    try:
        sent = OutcomeIn.model_validate({"label": form.get("label"), "note": form.get("note", "").strip() or None})
    except ValidationError:
        raise InvalidRequest("Say what was confirmed, and keep the note under 500 characters.") from None
    _, is_new = await services.outcomes.record(caller.owner, job_id, sent.confirmation, key_id=caller.key_id)
    if is_new:
        _log.info("outcome recorded", job_id=str(job_id), key_id=str(caller.key_id))
    return _back(request, job_id)


def _back(request: Request, job_id: UUID) -> RedirectResponse:
    return RedirectResponse(url(request.scope, f"/jobs/{job_id}"), 303)

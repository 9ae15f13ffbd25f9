"""From a job to its task run in the Prefect UI. Its id is Prefect's alone, so Prefect is asked for it by its name."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import httpx
from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.auth import Caller
from api.services import Services, ServicesDep
from api.web import elsewhere
from api.web.visitor import allowed
from speechscan.errors import NotFound, Unavailable

_TIMEOUT_S = 5.0

router = APIRouter()


@router.get("/jobs/{job_id}/run")
async def show(
    request: Request, services: ServicesDep, caller: Annotated[Caller, allowed("jobs:read")], job_id: UUID
) -> Response:
    """Raises NotFound for a job that never ran, or whose run Prefect no longer keeps."""
    job = await services.jobs.get(caller.owner, job_id)
    has_pages = bool(services.settings.web_prefect_url)
    target = elsewhere.task_run(services.settings, await _task_run(services, job.id) if has_pages else None)
    if target is None:
        raise NotFound("Prefect keeps no run of this job, or its pages cannot be reached from here.")
    return RedirectResponse(target, 303, headers={"Cache-Control": "no-store"})


async def _task_run(services: Services, job_id: UUID) -> UUID | None:
    """The latest: after a takeover there are several of that name."""
    sought = {"task_runs": {"name": {"any_": [str(job_id)]}}, "sort": "EXPECTED_START_TIME_DESC", "limit": 1}
    address = f"{services.settings.prefect_api_url}/task_runs/filter"
    try:
        answer = (await services.http.post(address, json=sought, timeout=_TIMEOUT_S)).raise_for_status()
    except httpx.HTTPError as error:
        raise Unavailable("orchestrator", f"Prefect cannot be asked: {type(error).__name__}.") from error
    found = answer.json()
    return UUID(found[0]["id"]) if found else None

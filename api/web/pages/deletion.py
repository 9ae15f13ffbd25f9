"""Deleting one recording or several: first it is asked, then done."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import RedirectResponse

from api.auth import Caller
from api.erasure import erase
from api.services import Services, ServicesDep
from api.web.address import safe_path, url
from api.web.pages.history import SHOWN
from api.web.rendering import page
from api.web.visitor import allowed
from speechscan.db.jobs import JobFilter
from speechscan.domain.job import Job

# Of several pages of the list; their numbers stand in the address.
_MOST = 100

router = APIRouter(prefix="/deletion")
Eraser = Annotated[Caller, allowed("jobs:read", "jobs:delete")]


class Chosen(BaseModel):
    """next: where to go on, a list of ours."""

    model_config = ConfigDict(extra="forbid")

    job: Annotated[list[UUID], Field(max_length=_MOST)] = []
    next: Annotated[str, Field(max_length=1000)] = "/jobs"

    @property
    def back(self) -> str:
        return safe_path(self.next)


@router.get("")
async def ask(request: Request, services: ServicesDep, caller: Eraser, chosen: Annotated[Chosen, Query()]) -> Response:
    jobs = await _jobs(services, caller, chosen)
    told = {"job": [str(job.id) for job in jobs], "next": chosen.back}
    return page(request, "deletion.html.j2", jobs=jobs, back=chosen.back, target=f"/deletion?{urlencode(told, True)}")


@router.post("")
async def delete(
    request: Request, services: ServicesDep, caller: Eraser, chosen: Annotated[Chosen, Query()]
) -> RedirectResponse:
    """What is deleted already, as by another tab, is passed over. If a part is away in between, the rest is kept, and
    the same again goes on."""
    jobs = await _jobs(services, caller, chosen)
    for job in jobs:
        await erase(services, caller.owner, job.id)
    told = f"{'&' if '?' in chosen.back else '?'}deleted={len(jobs)}"
    return RedirectResponse(url(request.scope, chosen.back + told), 303)


async def _jobs(services: Services, caller: Caller, chosen: Chosen) -> list[Job]:
    if not chosen.job:
        return []
    return await services.jobs.list(caller.owner, JobFilter(tuple(chosen.job), SHOWN, limit=_MOST))

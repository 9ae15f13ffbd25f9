"""The start page: who is signed in, what they may do, and where to go."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.auth import Caller
from api.services import ServicesDep
from api.web.pages.history import SHOWN
from api.web.rendering import page
from api.web.visitor import allowed
from speechscan.db.jobs import JobFilter
from speechscan.db.keys import SCOPES

_NEWEST = 5

router = APIRouter()


@router.get("/")
async def show(request: Request, services: ServicesDep, caller: Annotated[Caller, allowed()]) -> Response:
    may_read = "jobs:read" in caller.scopes
    return page(
        request,
        "start.html.j2",
        newest=await services.jobs.list(caller.owner, JobFilter(states=SHOWN, limit=_NEWEST)) if may_read else [],
        scopes=[scope for scope in SCOPES if scope in caller.scopes],
        prefect_url=services.settings.web_prefect_url,
        mlflow_url=services.settings.web_mlflow_url,
    )

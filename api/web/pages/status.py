"""Whether everything is there that a recording needs, in a sentence. The start page puts this into itself."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.auth import Caller
from api.readiness import readiness
from api.services import ServicesDep
from api.web.rendering import page
from api.web.visitor import allowed

router = APIRouter()


@router.get("/status")
async def show(request: Request, services: ServicesDep, _: Annotated[Caller, allowed()]) -> Response:
    """Takes some seconds if a part does not answer."""
    found = await readiness(services)
    return page(request, "status.html.j2", away=[name for name, part in found.parts.items() if not part.ok])

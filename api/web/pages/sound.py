"""The stored recording of a job, to be heard and drawn."""

from __future__ import annotations

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.auth import Caller
from api.services import ServicesDep
from api.web.byte_range import ranged
from api.web.visitor import allowed
from speechscan.errors import NotFound
from speechscan.storage import canonical_key

_HEADERS = {
    # It is a person's voice: no cache keeps it, and no other site shows it.
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}

router = APIRouter()


@router.get("/jobs/{job_id}/sound")
async def play(
    request: Request, services: ServicesDep, caller: Annotated[Caller, allowed("jobs:read")], job_id: UUID
) -> Response:
    """As it was analysed: 16 kHz mono FLAC, at most 2 MB for 60 s. Raises NotFound, also for somebody else's."""
    job = await services.jobs.get(caller.owner, job_id)
    try:
        content = await asyncio.to_thread(services.store.get, canonical_key(job.id))
    except NotFound:
        raise NotFound("The recording is not stored.") from None
    return ranged(request.headers.get("range"), content, "audio/flac", _HEADERS)

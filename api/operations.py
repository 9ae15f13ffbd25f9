"""For those who run the service: alive, ready, metrics. Without a key, so keep these off the public address."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel, ConfigDict

from api.readiness import Readiness, readiness
from api.services import ServicesDep

router = APIRouter(tags=["operations"])


class Health(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    status: Literal["ok"] = "ok"


@router.get("/healthz")
async def healthz() -> Health:
    """The process answers. Says nothing of the parts that it needs."""
    return Health()


@router.get("/readyz", responses={503: {"model": Readiness, "description": "A part is not ready."}})
async def readyz(services: ServicesDep, response: Response) -> Readiness:
    """Database, store, orchestrator and model, each by name."""
    found = await readiness(services)
    response.status_code = 200 if found.ready else 503
    return found


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def metrics(services: ServicesDep) -> Response:
    """Prometheus text format."""
    found = await services.metrics.exposition(services.jobs, services.reports, services.sizes)
    return Response(found, media_type=CONTENT_TYPE_LATEST)

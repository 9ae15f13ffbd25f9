"""The versions of the model: which serves, what the gate said of each, and their cards."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response, Security

from api import openapi
from api.auth import described
from api.model_card import model_card
from api.services import ServicesDep
from api.v1.version_models import GateOut, ServedOut, VersionList, VersionOut
from speechscan.domain.ledger import champion_since, standings
from speechscan.errors import ModelNotReady, NotFound

MARKDOWN = "text/markdown; charset=utf-8"

router = APIRouter(prefix="/v1/models", tags=["models"], dependencies=[Security(described)])


@router.get("/champion", responses=openapi.problems(401, 403, 503))
async def read_champion(services: ServicesDep) -> ServedOut:
    """The version that scores now, with its card. Needs the scope `jobs:read`."""
    served = next((report for report in await services.serving() if report.version is not None), None)
    if served is None:
        raise ModelNotReady("No model was ready in the last minute. Ask again later.")
    version = str(served.version)
    decisions = await services.ledger.decisions(served.model_name)
    standing = next((one for one in standings(decisions) if one.version == version), None)
    return ServedOut(
        name=served.model_name,
        version=version,
        digest=served.digest,
        since=champion_since(decisions, version),
        bootstrapped=standing is not None and standing.bootstrapped,
        gate=GateOut.of(standing.gate if standing else None),
        card=await model_card(services, served.digest),
    )


@router.get("", responses=openapi.problems(401, 403, 503))
async def list_versions(request: Request, services: ServicesDep) -> VersionList:
    """All versions that were judged or shipped, newest first. Needs the scope `jobs:read`."""
    name = services.settings.model_name
    root_path = str(request.scope.get("root_path", "")).rstrip("/")
    known = standings(await services.ledger.decisions(name))
    return VersionList(name=name, versions=[VersionOut.of(standing, root_path) for standing in known])


@router.get(
    "/{version}/card",
    response_class=Response,
    responses={
        200: {"content": {"text/markdown": {"schema": {"type": "string"}}}, "description": "Markdown."},
        **openapi.problems(401, 403, 404, 422, 503),
    },
)
async def read_card(services: ServicesDep, version: Annotated[str, Path(pattern=r"^[0-9]{1,9}$")]) -> Response:
    """What the version was made for and on whose voices, and how often it is wrong. Needs the scope `jobs:read`."""
    known = standings(await services.ledger.decisions(services.settings.model_name))
    digest = next((standing.digest for standing in known if standing.version == version), None)
    card = await model_card(services, digest)
    if card is None:
        raise NotFound(f"There is no card of version {version}. GET /v1/models lists the versions.")
    return Response(card, media_type=MARKDOWN)

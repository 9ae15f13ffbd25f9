"""The versions of the model: which is champion, which was it when, what was decided about each, and their cards."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.auth import Caller
from api.model_card import model_card
from api.services import Services, ServicesDep
from api.web import elsewhere
from api.web.calendar import UTC, Moment, moment_in
from api.web.decisions import decisions_for
from api.web.markdown import rendered
from api.web.outcome import TONES
from api.web.rendering import page
from api.web.visitor import allowed
from speechscan.domain.ledger import champion_at, champion_since, standings
from speechscan.errors import NotFound

# Of all versions together; each version's page has all of its own.
_NEWEST = 10

router = APIRouter(prefix="/models")
Reader = Annotated[Caller, allowed("jobs:read")]


class Asked(BaseModel):
    """at: a time in `zone`, to ask who was champion then."""

    model_config = ConfigDict(extra="forbid")

    at: Moment | None = None
    zone: Annotated[str, Field(max_length=60)] = UTC

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, given: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in given.items() if value != ""}

    @property
    def moment(self) -> datetime | None:
        """Raises InvalidRequest."""
        return None if self.at is None else moment_in(self.at, self.zone)


@router.get("")
async def show_list(
    request: Request, services: ServicesDep, caller: Reader, asked: Annotated[Asked, Query()]
) -> Response:
    moment = asked.moment
    entries = await services.ledger.decisions(services.settings.model_name)
    return page(
        request,
        "models.html.j2",
        name=services.settings.model_name,
        champion=champion_at(entries),
        serving=await _serving(services),
        asked=asked,
        moment_asked=moment,
        then=None if moment is None else champion_at(entries, moment),
        versions=standings(entries),
        decisions=await decisions_for(services, caller, entries[:_NEWEST]),
        tones=TONES,
    )


@router.get("/{version}")
async def show_version(
    request: Request, services: ServicesDep, caller: Reader, version: Annotated[str, Path(pattern=r"^[0-9]{1,9}$")]
) -> Response:
    entries = await services.ledger.decisions(services.settings.model_name)
    standing = next((one for one in standings(entries) if one.version == version), None)
    if standing is None:
        raise NotFound(f"Nothing was decided about a version {version}.")
    card = await model_card(services, standing.digest)
    return page(
        request,
        "model.html.j2",
        standing=standing,
        since=champion_since(entries, version),
        decisions=await decisions_for(services, caller, [entry for entry in entries if entry.version == version]),
        card=None if card is None else rendered(card, under=2),
        mlflow_url=elsewhere.model_version(services.settings, version),
        tones=TONES,
    )


async def _serving(services: Services) -> list[str]:
    """Versions that score now. More than one while a promotion is under way."""
    return sorted({report.version for report in await services.serving() if report.version is not None})

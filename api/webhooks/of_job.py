"""The address that one job names for itself, in place of its owner's."""

from __future__ import annotations

from api.auth import WEBHOOKS, Caller
from api.services import Services
from api.webhooks.address import Reach
from api.webhooks.url import sane_url
from speechscan.errors import InvalidRequest


async def agreed_url(services: Services, caller: Caller, sent: str) -> str:
    """Raises Forbidden, InvalidRequest, Unavailable."""
    caller.require(WEBHOOKS)
    url = sane_url(sent, Reach.of(services.settings))
    if not await services.webhooks.exists(caller.owner):
        raise InvalidRequest("There is no secret to sign with yet. Make one with PUT /v1/webhook, then name addresses.")
    return url

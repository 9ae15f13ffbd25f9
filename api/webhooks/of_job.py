"""The address that a job, or a batch for all of its jobs, names in place of its owner's."""

from __future__ import annotations

from api.auth import WEBHOOKS, Caller
from api.services import Services
from api.webhooks.address import Reach
from api.webhooks.url import sane_url
from speechscan.errors import InvalidRequest


async def agreed_url(services: Services, caller: Caller, sent: str | None) -> str | None:
    """None if none was sent. Raises Forbidden, InvalidRequest, Unavailable."""
    if sent is None:
        return None
    caller.require(WEBHOOKS)
    url = sane_url(sent, Reach.of(services.settings))
    if not await services.webhooks.exists(caller.owner):
        raise InvalidRequest("There is no secret to sign with yet. Make one with PUT /v1/webhook, then name addresses.")
    return url

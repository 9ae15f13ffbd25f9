"""Webhooks of a caller: to whom the ends of its jobs are told, and how far that is."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, Security

from api import cursor, openapi
from api.auth import CallerDep, described
from api.document import body_of, read_document
from api.services import ServicesDep
from api.v1.webhook_models import DeliveryOut, DeliveryPage, DeliveryQuery, ResentOut, WebhookIn, WebhookOut
from api.webhooks.address import Reach
from api.webhooks.url import sane_url
from speechscan.db.deliveries import DeliveryFilter
from speechscan.telemetry import logs

_log = logs.get("api.webhooks")

router = APIRouter(prefix="/v1/webhook", tags=["webhooks"], dependencies=[Security(described)])

_PUTTING: dict[str, Any] = {
    "responses": {
        200: {"description": "The webhook is changed."},
        201: {"model": WebhookOut, "description": "It is new, and this is the only time that its secret is shown."},
        **openapi.problems(401, 403, 422, 503),
    },
    "openapi_extra": body_of(WebhookIn),
}


@router.put("", **_PUTTING)
async def put_webhook(request: Request, response: Response, services: ServicesDep, caller: CallerDep) -> WebhookOut:
    """Makes or changes the caller's webhook; all keys of a name share it. Needs the scope `webhooks`."""
    sent = await read_document(request, WebhookIn)
    url = None if sent.url is None else sane_url(sent.url, Reach.of(services.settings))
    webhook, secret, is_new = await services.webhooks.put(caller.owner, sent.wanted(url), rotate=sent.rotate_secret)
    _log.info("webhook set", key_id=str(caller.key_id), new_secret=secret is not None)
    response.status_code = 201 if is_new else 200
    # It has a secret.
    response.headers["Cache-Control"] = "no-store"
    return WebhookOut.of(webhook, secret)


@router.get("", responses=openapi.problems(401, 403, 404, 503))
async def read_webhook(services: ServicesDep, caller: CallerDep) -> WebhookOut:
    """The caller's webhook, without its secret. Needs the scope `webhooks`."""
    return WebhookOut.of(await services.webhooks.get(caller.owner))


@router.delete("", status_code=204, responses=openapi.problems(401, 403, 404, 503))
async def delete_webhook(services: ServicesDep, caller: CallerDep) -> None:
    """Removes the webhook, its secret and its deliveries, also those that are pending. Needs the scope `webhooks`."""
    await services.webhooks.remove(caller.owner)
    _log.info("webhook removed", key_id=str(caller.key_id))


@router.get("/deliveries", responses=openapi.problems(401, 403, 422, 503))
async def list_deliveries(
    request: Request, services: ServicesDep, caller: CallerDep, query: Annotated[DeliveryQuery, Query()]
) -> DeliveryPage:
    """What was told, what waits and what is dead, newest first. Needs the scope `webhooks`."""
    after = None if query.cursor is None else cursor.decode(query.cursor)
    # One more than asked for tells whether there is another page.
    wanted = DeliveryFilter(caller.owner, tuple(query.state), after, query.limit + 1)
    found = await services.deliveries.list(wanted)
    page, next_cursor = cursor.page(found, query.limit, lambda delivery: (delivery.created_at, delivery.id))
    deliveries = [DeliveryOut.of(delivery, _root_path(request)) for delivery in page]
    return DeliveryPage(deliveries=deliveries, next_cursor=next_cursor)


@router.post("/deliveries/{delivery_id}/resend", responses=openapi.problems(401, 403, 404, 409, 422, 503))
async def resend_delivery(request: Request, services: ServicesDep, caller: CallerDep, delivery_id: UUID) -> DeliveryOut:
    """Sends again what is dead or was delivered, under the same `webhook-id`. Needs the scope `webhooks`."""
    return DeliveryOut.of(await services.deliveries.resend(caller.owner, delivery_id), _root_path(request))


@router.post("/deliveries/resend", responses=openapi.problems(401, 403, 503))
async def resend_dead_deliveries(services: ServicesDep, caller: CallerDep) -> ResentOut:
    """Sends all dead deliveries of the caller again, each under its `webhook-id`. Needs the scope `webhooks`."""
    resent = await services.deliveries.resend_dead(caller.owner)
    _log.info("dead deliveries resent", key_id=str(caller.key_id), deliveries=resent)
    return ResentOut(resent=resent)


def _root_path(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")

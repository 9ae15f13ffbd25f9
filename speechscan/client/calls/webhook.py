"""The caller's webhook and its deliveries. A key with the scope `webhooks` is needed.

What changes them is sent once: its second answer would be another one, without the secret, or with a second new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from speechscan.client import paths
from speechscan.client.answers.webhook import Delivery, DeliveryPage, Resent, Webhook
from speechscan.client.call import Call, as_answer, nothing
from speechscan.client.paths import Id
from speechscan.domain.webhook import DeliveryState, Event

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """As `set` takes it. The events are checked by the API."""

    url: str | None
    events: Sequence[Event | str]
    include_result: bool
    rotate_secret: bool

    def document(self) -> dict[str, Any]:
        said = {"include_result": self.include_result, "rotate_secret": self.rotate_secret}
        return {"url": self.url, "events": [str(event) for event in self.events], **said}


def read() -> Call[Webhook]:
    return Call(method="GET", path=paths.WEBHOOK, read=as_answer(Webhook))


def put(wanted: Wanted) -> Call[Webhook]:
    return Call(method="PUT", path=paths.WEBHOOK, read=as_answer(Webhook), json=wanted.document(), once=True)


def remove() -> Call[None]:
    return Call(method="DELETE", path=paths.WEBHOOK, read=nothing, once=True)


def page(states: Sequence[DeliveryState | str], limit: int | None, cursor: str | None) -> Call[DeliveryPage]:
    paged = {"limit": min(limit or _PAGE, _PAGE), **({"cursor": cursor} if cursor else {})}
    params = {"state": [str(state) for state in states], **paged}
    return Call(method="GET", path=paths.DELIVERIES, read=as_answer(DeliveryPage), params=params)


def resend(delivery_id: Id) -> Call[Delivery]:
    return Call(method="POST", path=paths.resend(delivery_id), read=as_answer(Delivery), once=True)


def resend_dead() -> Call[Resent]:
    return Call(method="POST", path=paths.RESEND_DEAD, read=as_answer(Resent), once=True)

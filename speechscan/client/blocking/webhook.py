"""The caller's webhook, blocking. It needs a key with the scope `webhooks`; docs/webhooks.md says what comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from speechscan.client.answers.webhook import Delivery, Webhook
from speechscan.client.blocking.connection import Connection
from speechscan.client.blocking.pages import listed
from speechscan.client.calls import webhook
from speechscan.client.calls.webhook import Wanted
from speechscan.client.paths import Id
from speechscan.domain.webhook import DeliveryState, Event


class OwnWebhook:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self) -> Webhook:
        """Without its secret. Raises NotFound where there is none."""
        return self._connection.ask(webhook.read())

    def set(
        self,
        url: str | None,
        *,
        events: Sequence[Event | str] = tuple(Event),
        include_result: bool = False,
        rotate_secret: bool = False,
    ) -> Webhook:
        """Makes it, or puts this in place of what was set before, and switches it on. The answer has `secret` where
        that is new, and no later one shows it.

        url             None if each job that is to be told of names an address of its own
        events          what to tell
        include_result  also the result, which is health data; else the receiver asks for the job
        rotate_secret   makes a new secret; the old one signs beside it for 24 h
        """
        return self._connection.ask(webhook.put(Wanted(url, events, include_result, rotate_secret)))

    def remove(self) -> None:
        """With its secret and all its deliveries, also those that wait. Raises NotFound where there is none."""
        self._connection.ask(webhook.remove())

    def deliveries(self, states: Sequence[DeliveryState | str] = (), *, limit: int | None = None) -> Iterator[Delivery]:
        """Newest first; all without a limit."""
        page = partial(webhook.page, states, limit)
        return listed(lambda cursor: self._connection.ask(page(cursor)), lambda page: page.deliveries, limit)

    def resend(self, delivery_id: Id) -> Delivery:
        """Sends again what is dead or was delivered, under the same id. Raises Conflict if it is pending."""
        return self._connection.ask(webhook.resend(delivery_id))

    def resend_dead(self) -> int:
        """Sends all dead deliveries again. How many these were."""
        return self._connection.ask(webhook.resend_dead()).resent

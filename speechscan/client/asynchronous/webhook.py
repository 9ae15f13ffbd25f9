"""The caller's webhook, for asyncio. It needs a key with the scope `webhooks`; docs/webhooks.md says what comes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from functools import partial

from speechscan.client.answers.webhook import Delivery, Webhook
from speechscan.client.asynchronous.connection import AsyncConnection
from speechscan.client.asynchronous.pages import listed
from speechscan.client.calls import webhook
from speechscan.client.calls.webhook import Wanted
from speechscan.client.paths import Id
from speechscan.domain.webhook import DeliveryState, Event


class AsyncOwnWebhook:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def read(self) -> Webhook:
        """Without its secret. Raises NotFound where there is none."""
        return await self._connection.ask(webhook.read())

    async def set(
        self,
        url: str | None,
        *,
        events: Sequence[Event | str] = tuple(Event),
        include_result: bool = False,
        rotate_secret: bool = False,
    ) -> Webhook:
        """Makes it, or puts this in place of what was set before. The answer has `secret` where that is new."""
        return await self._connection.ask(webhook.put(Wanted(url, events, include_result, rotate_secret)))

    async def remove(self) -> None:
        """With its secret and all its deliveries, also those that wait. Raises NotFound where there is none."""
        await self._connection.ask(webhook.remove())

    def deliveries(
        self, states: Sequence[DeliveryState | str] = (), *, limit: int | None = None
    ) -> AsyncIterator[Delivery]:
        """Newest first; all without a limit."""
        page = partial(webhook.page, states, limit)
        return listed(lambda cursor: self._connection.ask(page(cursor)), lambda page: page.deliveries, limit)

    async def resend(self, delivery_id: Id) -> Delivery:
        """Sends again what is dead or was delivered, under the same id. Raises Conflict if it is pending."""
        return await self._connection.ask(webhook.resend(delivery_id))

    async def resend_dead(self) -> int:
        """Sends all dead deliveries again. How many these were."""
        return (await self._connection.ask(webhook.resend_dead())).resent

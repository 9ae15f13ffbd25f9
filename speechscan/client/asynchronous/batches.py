"""Batches, for asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from uuid import uuid4

from speechscan.client import steps
from speechscan.client.answers.batch import Batch, BatchItem, NewBatch
from speechscan.client.answers.upload import Form
from speechscan.client.asynchronous.connection import AsyncConnection
from speechscan.client.asynchronous.pages import listed
from speechscan.client.calls import batches, uploads
from speechscan.client.calls.batches import Told
from speechscan.client.errors import ClientError
from speechscan.client.items import Item, Sent, as_items, refused
from speechscan.client.paths import Id
from speechscan.client.recording import Source


class AsyncBatches:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def submit(
        self,
        items: Sequence[Item | Source],
        *,
        label: str | None = None,
        webhook: str | None = None,
        idempotency_key: str | None = None,
        concurrency: int = 4,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Sent:
        """Makes a batch, sends all recordings and starts it. on_progress gets how many were sent, and of how many."""
        given = as_items(items)
        made = await self.create(given, label=label, webhook=webhook, idempotency_key=idempotency_key)
        unsent = refused(made) | await self._send(given, made, concurrency, on_progress)
        return Sent(await self.start(made.id), unsent)

    async def create(
        self,
        items: Sequence[Item],
        *,
        label: str | None = None,
        webhook: str | None = None,
        idempotency_key: str | None = None,
    ) -> NewBatch:
        return await self._connection.ask(batches.create(items, Told(label, webhook), idempotency_key or uuid4().hex))

    async def from_manifest(
        self,
        manifest_key: str,
        *,
        label: str | None = None,
        webhook: str | None = None,
        idempotency_key: str | None = None,
    ) -> NewBatch:
        """Of recordings that lie in the object store already."""
        call = batches.from_manifest(manifest_key, Told(label, webhook), idempotency_key or uuid4().hex)
        return await self._connection.ask(call)

    async def start(self, batch_id: Id) -> Batch:
        return await self._connection.ask(batches.start(batch_id))

    async def read(self, batch_id: Id) -> Batch:
        return await self._connection.ask(batches.read(batch_id))

    def list(self) -> AsyncIterator[Batch]:
        """Newest first."""
        return listed(lambda cursor: self._connection.ask(batches.page(cursor)), lambda page: page.batches)

    def items(self, batch_id: Id) -> AsyncIterator[BatchItem]:
        return listed(lambda cursor: self._connection.ask(batches.items(batch_id, cursor)), lambda page: page.items)

    async def wait(self, batch_id: Id, timeout_s: float = 3600, *, on_change: steps.OnBatch | None = None) -> Batch:
        return await self._connection.run(steps.batch_end(batch_id, timeout_s, on_change))

    async def cancel(self, batch_id: Id) -> Batch:
        return await self._connection.ask(batches.cancel(batch_id))

    async def results(self, batch_id: Id) -> batches.Rows:
        """A row an item, by index; also while it runs."""
        return await self._connection.ask(batches.results(batch_id))

    async def table(self, batch_id: Id, format: batches.Format = "csv") -> str:
        """The results as CSV or JSON lines."""
        return await self._connection.ask(batches.table(batch_id, format))

    async def _send(
        self, items: Sequence[Item], made: NewBatch, concurrency: int, on_progress: Callable[[int, int], None] | None
    ) -> dict[int, ClientError]:
        forms = {slot.index: slot.upload for slot in made.items if slot.upload}
        places = asyncio.Semaphore(concurrency)
        unsent: dict[int, ClientError] = {}
        done = 0

        async def send(index: int, form: Form) -> None:
            nonlocal done
            async with places:
                try:
                    await self._connection.ask(uploads.send(form, items[index].recording))
                except ClientError as error:
                    unsent[index] = error
            done += 1
            if on_progress is not None:
                on_progress(done, len(forms))

        async with asyncio.TaskGroup() as group:
            for index, form in forms.items():
                group.create_task(send(index, form))
        return unsent

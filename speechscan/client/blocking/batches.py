"""Batches, blocking."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from uuid import uuid4

from speechscan.client import steps
from speechscan.client.answers.batch import Batch, BatchItem, NewBatch
from speechscan.client.answers.upload import Form
from speechscan.client.blocking.connection import Connection
from speechscan.client.blocking.pages import listed
from speechscan.client.calls import batches, uploads
from speechscan.client.calls.batches import Told
from speechscan.client.errors import ClientError
from speechscan.client.items import Item, Sent, as_items, refused
from speechscan.client.paths import Id
from speechscan.client.recording import Source


class Batches:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def submit(
        self,
        items: Sequence[Item | Source],
        *,
        label: str | None = None,
        webhook: str | None = None,
        idempotency_key: str | None = None,
        concurrency: int = 4,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Sent:
        """Makes a batch, sends all recordings and starts it. on_progress gets how many were sent, and of how many.

        webhook          where the end of each job is told, in place of the address of your webhook
        idempotency_key  the same key with the same items gives the same batch: whoever was interrupted sends again,
                         and nothing is done twice; by default a new one, so that the client's own repetitions are one
        """
        given = as_items(items)
        made = self.create(given, label=label, webhook=webhook, idempotency_key=idempotency_key)
        unsent = refused(made) | self._send(given, made, concurrency, on_progress)
        return Sent(self.start(made.id), unsent)

    def create(
        self,
        items: Sequence[Item],
        *,
        label: str | None = None,
        webhook: str | None = None,
        idempotency_key: str | None = None,
    ) -> NewBatch:
        return self._connection.ask(batches.create(items, Told(label, webhook), idempotency_key or uuid4().hex))

    def from_manifest(
        self,
        manifest_key: str,
        *,
        label: str | None = None,
        webhook: str | None = None,
        idempotency_key: str | None = None,
    ) -> NewBatch:
        """Of recordings that lie in the object store already, as a CSV file there lists them (docs/batches.md). Then
        start it: there is nothing to send."""
        call = batches.from_manifest(manifest_key, Told(label, webhook), idempotency_key or uuid4().hex)
        return self._connection.ask(call)

    def start(self, batch_id: Id) -> Batch:
        return self._connection.ask(batches.start(batch_id))

    def read(self, batch_id: Id) -> Batch:
        return self._connection.ask(batches.read(batch_id))

    def list(self) -> Iterator[Batch]:
        """Newest first."""
        return listed(lambda cursor: self._connection.ask(batches.page(cursor)), lambda page: page.batches)

    def items(self, batch_id: Id) -> Iterator[BatchItem]:
        return listed(lambda cursor: self._connection.ask(batches.items(batch_id, cursor)), lambda page: page.items)

    def wait(self, batch_id: Id, timeout_s: float = 3600, *, on_change: steps.OnBatch | None = None) -> Batch:
        return self._connection.run(steps.batch_end(batch_id, timeout_s, on_change))

    def cancel(self, batch_id: Id) -> Batch:
        return self._connection.ask(batches.cancel(batch_id))

    def results(self, batch_id: Id) -> batches.Rows:
        """A row an item, by index; also while it runs."""
        return self._connection.ask(batches.results(batch_id))

    def table(self, batch_id: Id, format: batches.Format = "csv") -> str:
        """The results as CSV or JSON lines."""
        return self._connection.ask(batches.table(batch_id, format))

    def _send(
        self, items: Sequence[Item], made: NewBatch, concurrency: int, on_progress: Callable[[int, int], None] | None
    ) -> dict[int, ClientError]:
        def send(index: int, form: Form) -> None:
            self._connection.ask(uploads.send(form, items[index].recording))

        pool = ThreadPoolExecutor(concurrency, thread_name_prefix="speechscan-upload")
        try:
            sending = {pool.submit(send, slot.index, slot.upload): slot.index for slot in made.items if slot.upload}
            unsent = {}
            for done, future in enumerate(as_completed(sending), start=1):
                if (error := _failure(future)) is not None:
                    unsent[sending[future]] = error
                if on_progress is not None:
                    on_progress(done, len(sending))
        finally:
            # Those under way end; the others are not begun if something went wrong.
            pool.shutdown(cancel_futures=True)
        return unsent


def _failure(future: Future[None]) -> ClientError | None:
    try:
        future.result()
    except ClientError as error:
        return error
    return None

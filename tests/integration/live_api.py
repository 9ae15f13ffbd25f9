"""The real API on a real uvicorn and PostgreSQL, and what the screening worker does to its queue."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import structlog
import uvicorn

from api.app import create_app
from speechscan.db import heartbeats
from speechscan.db.engine import async_engine, sync_engine
from speechscan.db.keys import SCOPES, KeyRepository
from speechscan.db.outbox import Outbox
from speechscan.db.queue import JobQueue
from speechscan.domain.serving import ServingState
from speechscan.seal import Seal
from speechscan.settings import Settings
from speechscan.storage import ObjectStore
from tests.conftest import eventually, free_port
from tests.integration.api.conftest import DIGEST, Worker
from tests.integration.webhooks.conftest import room


@dataclass(frozen=True, slots=True)
class LiveApi:
    url: str
    settings: Settings
    store: ObjectStore = field(repr=False)

    def key(self, name: str, *scopes: str) -> str:
        async def make() -> str:
            engine = async_engine(self.settings, pool_size=1)
            _, token = await KeyRepository(engine).create(name, scopes or SCOPES, rotate=True)
            await engine.dispose()
            return token

        return asyncio.run(make())

    def model_beats(self) -> None:
        engine = sync_engine(self.settings)
        with engine.begin() as db:
            heartbeats.beat(db, "test", ServingState(model_name="speechscan", version="1", digest=DIGEST))
        engine.dispose()


@contextmanager
def live_api(settings: Settings, store: ObjectStore) -> Iterator[LiveApi]:
    before = structlog.get_config()
    # Its logs stay out of what the test prints.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(io.StringIO()))
    port = free_port()
    config = uvicorn.Config(create_app(settings, store=store), port=port, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="live-api")
    thread.start()
    try:
        eventually(lambda: server.started or not thread.is_alive())
        assert thread.is_alive()
        yield LiveApi(f"http://127.0.0.1:{port}", settings, store)
    finally:
        server.should_exit = True
        thread.join(30)
        structlog.configure(**before)


def bury(settings: Settings) -> None:
    """Gives up all deliveries that wait, whosever, as if their receivers had answered 500."""

    async def work() -> None:
        engine = async_engine(settings, pool_size=1)
        outbox = Outbox(engine, Seal.of(settings), hold_s=60)
        for attempt in await outbox.claim(room(100, 100)):
            await outbox.bury(attempt, status=500, reason="The receiver answered 500.")
        await engine.dispose()

    asyncio.run(work())


@contextmanager
def screening(settings: Settings) -> Iterator[None]:
    """Completes what is queued, in a thread of its own, until the block ends."""
    stop = threading.Event()

    async def work() -> None:
        engine = async_engine(settings, pool_size=1)
        worker = Worker(JobQueue(engine, lease_s=30, max_attempts=3))
        while not stop.is_set():
            await worker.complete_all()
            await asyncio.sleep(0.02)
        await engine.dispose()

    thread = threading.Thread(target=lambda: asyncio.run(work()), name="screening")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(30)

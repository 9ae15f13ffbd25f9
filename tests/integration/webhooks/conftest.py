"""Jobs that end on a real PostgreSQL, and senders that tell real receivers of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from api.webhooks.address import Reach
from api.webhooks.backoff import Backoff
from api.webhooks.network import Resolver
from api.webhooks.post import Poster
from api.webhooks.sender import Sender
from speechscan.db.deliveries import DeliveryFilter, DeliveryRepository
from speechscan.db.jobs import JobRepository, NewJob
from speechscan.db.outbox import Outbox
from speechscan.db.queue import Finished, JobQueue
from speechscan.db.room import Room
from speechscan.db.webhooks import WebhookRepository
from speechscan.domain.webhook import Delivery, Wanted
from speechscan.seal import Seal
from tests.integration.api.conftest import a_result
from tests.webhook_receiver import Receiver, receiving

SEAL = Seal("development-only")
"""As the API and the sender have it by their settings."""
LOOPBACK = Reach((ip_network("127.0.0.0/8"),))


def at_once(number: int, age_s: float, asked_s: float = 0.0) -> float | None:
    return 0.0


def never(number: int, age_s: float, asked_s: float = 0.0) -> float | None:
    return None


def room(total: int, of_receiver: int = 4, **known: Any) -> Room:
    """For whomever."""
    limits = {"of_owner": total, "not_answering": total, "failing": total}
    return Room(total, of_receiver, **{**limits, **known})


@dataclass(frozen=True)
class Clinic:
    """A caller, its jobs and its webhook."""

    engine: AsyncEngine
    name: str = "clinic"

    @property
    def jobs(self) -> JobRepository:
        return JobRepository(self.engine)

    @property
    def queue(self) -> JobQueue:
        return JobQueue(self.engine, lease_s=30, max_attempts=1)

    @property
    def webhooks(self) -> WebhookRepository:
        return WebhookRepository(self.engine, SEAL)

    async def wants(self, url: str | None, **wanted: Any) -> str:
        """The secret."""
        _, secret, _ = await self.webhooks.put(self.name, Wanted(url, **wanted))
        return secret or ""

    async def submit(self, count: int = 1, webhook_url: str | None = None) -> list[UUID]:
        made = [uuid4() for _ in range(count)]
        for job_id in made:
            key = f"recordings/{job_id}/upload"
            await self.jobs.submit(NewJob(job_id, self.name, "wav", 1, "0" * 64, key, webhook_url=webhook_url))
        return made

    async def complete(self, count: int = 1, webhook_url: str | None = None) -> list[UUID]:
        """Jobs that were submitted and have ended."""
        made = await self.submit(count, webhook_url)
        assert await self.end(count) == set(made)
        return made

    async def end(self, count: int) -> set[UUID]:
        """The jobs that have waited longest, whosever."""
        leases = await self.queue.claim("test", count, alone=True)
        return await self.queue.complete([Finished(lease, a_result(), {"score": 9.5}) for lease in leases])

    async def deliveries(self) -> list[Delivery]:
        """Oldest first."""
        found = await DeliveryRepository(self.engine).list(DeliveryFilter(self.name, limit=1000))
        return found[::-1]

    async def states(self) -> list[str]:
        return [delivery.state for delivery in await self.deliveries()]


@pytest.fixture
def clinic(engine: AsyncEngine) -> Clinic:
    return Clinic(engine)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture
def sending(engine: AsyncEngine):
    """Runs a sender within the block, with retries as `backoff` says."""

    @asynccontextmanager
    async def run(
        backoff: Backoff = at_once, timeout_s: float = 20, concurrency: int = 8, seal: Seal = SEAL
    ) -> AsyncIterator[Sender]:
        outbox, resolve = Outbox(engine, seal, hold_s=60), Resolver(4)
        jobs, webhooks = JobRepository(engine), WebhookRepository(engine, seal)
        async with Poster(LOOPBACK, resolve, timeout_s=timeout_s, places=concurrency) as post:
            sender = Sender(outbox, jobs, webhooks, post, backoff, asyncio.Event(), concurrency=concurrency)
            task = asyncio.create_task(sender.run())
            yield sender
            sender.stop()
            await task
        resolve.close()

    return run


async def until(condition: Callable[[], Awaitable[bool]], timeout_s: float = 60) -> None:
    async with asyncio.timeout(timeout_s):
        while not await condition():  # noqa: ASYNC110 - what is waited for knows nothing of us
            await asyncio.sleep(0.02)


async def hurry(engine: AsyncEngine) -> None:
    """As if the waits of all deliveries, and the claims of dead senders, had passed."""
    async with engine.begin() as db:
        await db.execute(text("update webhook_deliveries set not_before = now() where state = 'pending'"))

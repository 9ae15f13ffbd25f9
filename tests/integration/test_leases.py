"""The thread that keeps leases alive, on the real database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.screen.leases import LeaseKeeper
from speechscan.db.engine import sync_engine
from speechscan.db.jobs import JobRepository, NewJob
from speechscan.db.queue import JobQueue
from speechscan.db.tables import jobs
from speechscan.domain.job import Lease
from speechscan.settings import Settings
from tests.faults.support import until

# Renewed each 0.1 s. That a lease of so little may expire on a busy machine, no test here minds: nobody reaps.
LEASE_S = 0.4


@pytest.fixture
def queue(engine: AsyncEngine) -> JobQueue:
    return JobQueue(engine, lease_s=LEASE_S, max_attempts=3)


@pytest.fixture
def keeper(settings: Settings) -> Iterator[LeaseKeeper]:
    engine = sync_engine(settings)
    yield LeaseKeeper(engine, lease_s=LEASE_S)
    engine.dispose()


async def claimed(engine: AsyncEngine, queue: JobQueue, count: int = 1) -> list[Lease]:
    for _ in range(count):
        job_id = uuid4()
        await JobRepository(engine).submit(NewJob(job_id, "o", "wav", 1, "0" * 64, f"recordings/{job_id}/upload"))
    return await queue.claim("w", count, alone=True)


async def deadline(engine: AsyncEngine, lease: Lease) -> datetime:
    async with engine.connect() as db:
        found = await db.scalar(select(jobs.c.lease_deadline).where(jobs.c.lease_token == lease.token))
    assert found is not None
    return found


async def test_the_deadline_of_what_is_held_moves_again_and_again(
    engine: AsyncEngine, queue: JobQueue, keeper: LeaseKeeper
) -> None:
    held, forgotten = await claimed(engine, queue, 2)
    before = await deadline(engine, forgotten)
    with keeper.running():
        keeper.hold(held)
        for _ in range(2):
            seen = await deadline(engine, held)

            async def moved(seen: datetime = seen) -> bool:
                return await deadline(engine, held) > seen

            await until(moved)
    assert await deadline(engine, forgotten) == before
    assert not keeper.has_lost(held)
    assert not keeper.has_lost(forgotten)


async def test_a_lease_that_is_gone_is_known_by_its_token_and_not_by_its_job(
    engine: AsyncEngine, queue: JobQueue, keeper: LeaseKeeper
) -> None:
    (first,) = await claimed(engine, queue)
    with keeper.running():
        keeper.hold(first)
        await queue.release([first])

        async def lost() -> bool:
            return keeper.has_lost(first)

        await until(lost)
        (second,) = await queue.claim("w", 1, alone=True)
        keeper.hold(second)
        assert second.job_id == first.job_id
        assert not keeper.has_lost(second)
        keeper.let_go(first)
        assert not keeper.has_lost(first)
        assert not keeper.holds_none
        keeper.let_go(second)
    assert keeper.holds_none

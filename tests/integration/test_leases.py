"""The thread that keeps leases alive, on the real database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.housekeeping.flow import requeue_expired_leases
from flows.screen import reaper
from flows.screen.leases import LeaseKeeper
from speechscan.db.engine import sync_engine
from speechscan.db.jobs import JobRepository, NewJob
from speechscan.db.queue import JobQueue, renew
from speechscan.db.tables import jobs
from speechscan.domain.job import JobState, Lease
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


async def test_housekeeping_after_an_outage_lets_the_living_renew(
    engine: AsyncEngine, queue: JobQueue, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    living, dead = await claimed(engine, queue, 2)
    async with engine.begin() as db:
        await db.execute(update(jobs).values(lease_deadline=func.now()))
    waits: list[float] = []

    async def renewed_meanwhile(seconds: float) -> None:
        waits.append(seconds)
        async with engine.begin() as db:
            assert await db.run_sync(renew, [living.token], settings.lease_s) == {living.token}

    monkeypatch.setattr(reaper, "sleep", renewed_meanwhile)
    monkeypatch.setenv("SPEECHSCAN_DATABASE_URL", settings.database_url.get_secret_value())
    assert await requeue_expired_leases.fn() == 1
    assert waits == [settings.lease_s / 2]
    owned = await JobRepository(engine).of("o", [living.job_id, dead.job_id])
    assert (owned[living.job_id].state, owned[dead.job_id].state) == (JobState.RUNNING, JobState.QUEUED)


async def test_housekeeping_waits_for_nobody_while_no_lease_has_expired(
    engine: AsyncEngine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    await claimed(engine, JobQueue(engine, lease_s=30, max_attempts=3))

    async def never(seconds: float) -> None:
        pytest.fail(f"It waits {seconds:g} s.")

    monkeypatch.setattr(reaper, "sleep", never)
    monkeypatch.setenv("SPEECHSCAN_DATABASE_URL", settings.database_url.get_secret_value())
    assert await requeue_expired_leases.fn() == 0

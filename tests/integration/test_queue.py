"""The job queue on a real PostgreSQL: what workers and callers do to it, one after another and at the same time."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import TextClause, select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import async_engine, psycopg_url, queue_engine, sync_engine
from speechscan.db.jobs import JobFilter, JobRepository, NewJob
from speechscan.db.queue import _CLAIM, _CLAIM_OLDEST, ENDED_CHANNEL, QUEUED_CHANNEL, Finished, JobQueue, renew
from speechscan.db.tables import jobs, results
from speechscan.domain.job import Job, JobState, Lease, Reaper
from speechscan.errors import Conflict, NotFound, Unavailable
from speechscan.settings import Settings
from tests.conftest import free_port

OWNER = "clinic"
DOCUMENT: dict[str, Any] = {"status": "healthy", "probability": 0.25, "model": {"name": "speechscan", "version": "1"}}


@pytest.fixture(params=["autocommit", "transactions"])
async def workers_engine(settings: Settings, request: pytest.FixtureRequest) -> AsyncIterator[AsyncEngine]:
    """The queue runs on autocommit in the worker, and must hold its promises in transactions as well."""
    made = (queue_engine if request.param == "autocommit" else async_engine)(settings, pool_size=10)
    yield made
    await made.dispose()


@pytest.fixture
def queue(workers_engine: AsyncEngine) -> JobQueue:
    return JobQueue(workers_engine, lease_s=30.0, max_attempts=3)


@pytest.fixture
def repository(engine: AsyncEngine) -> JobRepository:
    return JobRepository(engine)


def _new(**changed: Any) -> NewJob:
    job_id = uuid4()
    return replace(NewJob(job_id, OWNER, "wav", 128_044, "0" * 64, f"recordings/{job_id}/upload"), **changed)


async def _submit(repository: JobRepository, count: int = 1, **changed: Any) -> list[UUID]:
    return [(await repository.submit(_new(**changed)))[0].id for _ in range(count)]


async def _expire(engine: AsyncEngine, *ids: UUID) -> None:
    """As if their worker had been dead for a minute."""
    async with engine.begin() as db:
        await db.execute(
            update(jobs).where(jobs.c.id.in_(ids)).values(lease_deadline=text("now() - interval '1 minute'"))
        )


async def _row(engine: AsyncEngine, job_id: UUID) -> Any:
    async with engine.connect() as db:
        return (await db.execute(select(jobs).where(jobs.c.id == job_id))).one()


async def _results(engine: AsyncEngine) -> set[UUID]:
    async with engine.connect() as db:
        return set(await db.scalars(select(results.c.job_id)))


def _finished(lease: Lease, **document: Any) -> Finished:
    return Finished(lease, {**DOCUMENT, **document}, {"validate": 3.5, "score": 9.0})


# -- claims -----------------------------------------------------------------------------------


async def test_a_claim_takes_the_oldest_first_and_leases_them(
    queue: JobQueue, repository: JobRepository, engine: AsyncEngine
) -> None:
    ids = await _submit(repository, 5, request_id="r-1")
    leases = await queue.claim("worker", 3, alone=True)
    assert [lease.job_id for lease in leases] == ids[:3]
    assert len({lease.token for lease in leases}) == 3
    assert leases[0].object_key == f"recordings/{ids[0]}/upload"
    assert (leases[0].format, leases[0].attempt, leases[0].suspect, leases[0].request_id) == ("wav", 1, False, "r-1")
    row = await _row(engine, ids[0])
    assert (row.state, row.lease_owner, row.lease_token) == ("running", "worker", leases[0].token)
    assert 29 < (row.lease_deadline - row.started_at).total_seconds() <= 30
    assert (await _row(engine, ids[3])).state == "queued"


async def test_concurrent_claims_are_exclusive(queue: JobQueue, repository: JobRepository) -> None:
    ids = await _submit(repository, 200)

    async def worker(number: int) -> list[UUID]:
        mine: list[UUID] = []
        while leases := await queue.claim(f"worker-{number}", 7, alone=False):
            mine += [lease.job_id for lease in leases]
        return mine

    taken = await asyncio.gather(*[worker(number) for number in range(10)])
    assert Counter(job for mine in taken for job in mine) == Counter(ids)


async def test_release_counts_no_attempt(queue: JobQueue, repository: JobRepository, engine: AsyncEngine) -> None:
    (job_id,) = await _submit(repository)
    for _ in range(5):
        leases = await queue.claim("worker", 10, alone=True)
        await queue.release(leases)
    row = await _row(engine, job_id)
    assert (row.state, row.failed_attempts, row.suspect, row.started_at) == ("queued", 0, False, None)


async def test_release_as_suspect(queue: JobQueue, repository: JobRepository) -> None:
    first, second = await _submit(repository, 2)
    leases = await queue.claim("worker", 2, alone=True)
    await queue.release(leases[1:], suspect=True)
    await queue.release(leases[:1])
    (again,) = await queue.claim("worker", 2, alone=True)
    assert (again.job_id, again.suspect, again.failed_attempts) == (second, True, 0)
    assert [lease.job_id for lease in await queue.claim("worker", 2, alone=False)] == [first]


async def test_release_of_a_lost_lease_changes_nothing(
    queue: JobQueue, repository: JobRepository, engine: AsyncEngine
) -> None:
    (job_id,) = await _submit(repository)
    leases = await queue.claim("worker", 1, alone=True)
    await repository.cancel(OWNER, job_id)
    await queue.release(leases)
    assert (await _row(engine, job_id)).state == "cancelled"


# -- turns ------------------------------------------------------------------------------------


async def test_a_recording_that_comes_alone_does_not_wait_for_a_batch(
    queue: JobQueue, repository: JobRepository
) -> None:
    batch = await _submit(repository, 20, in_batch=True)
    (alone,) = await _submit(repository)
    assert [lease.job_id for lease in await queue.claim("worker", 3, alone=False)] == [alone, *batch[:2]]


async def test_a_batch_goes_on_however_many_single_recordings_come(queue: JobQueue, repository: JobRepository) -> None:
    batch = await _submit(repository, 5, in_batch=True)
    claimed: list[UUID] = []
    while not set(batch) <= set(claimed):
        await _submit(repository, 5)
        claimed += [lease.job_id for lease in await queue.claim("worker", 5, alone=False)]
    # The fourth claim took the oldest.
    assert claimed[15:] == batch


async def test_among_the_oldest_the_single_recordings_begin_first(queue: JobQueue, repository: JobRepository) -> None:
    for _ in range(3):
        await queue.claim("worker", 1, alone=False)
    batch = await _submit(repository, 2, in_batch=True)
    (alone,) = await _submit(repository)
    assert [lease.job_id for lease in await queue.claim("worker", 3, alone=False)] == [alone, *batch]


@pytest.mark.parametrize(("statement", "index"), [(_CLAIM, "ix_jobs_turn"), (_CLAIM_OLDEST, "ix_jobs_queued")])
async def test_a_claim_reads_what_it_takes_however_many_wait(
    engine: AsyncEngine, statement: TextClause, index: str
) -> None:
    many = text(
        "insert into jobs (id, owner, state, format, size_bytes, object_key, in_batch, created_at) "
        "select gen_random_uuid(), 'o', case when n <= 6000 then 'completed' else 'queued' end, 'wav', 1, 'k', "
        "n % 10 > 0, now() + n * interval '1 ms' from generate_series(1, 12000) n"
    )
    async with engine.begin() as db:
        await db.execute(many)
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as db:
        await db.execute(text("analyze jobs"))
        values = {"owner": "w", "limit": 64, "alone": True, "lease": timedelta(seconds=30)}
        plan = "\n".join(await db.scalars(text(f"explain {statement.text}"), values))
    assert f"Index Scan using {index} on jobs" in plan
    assert "Bitmap Index Scan on pk_jobs" in plan or "Index Scan using pk_jobs" in plan
    assert "Seq Scan" not in plan


# -- failed attempts --------------------------------------------------------------------------


async def test_retry_later_waits_and_then_ends(queue: JobQueue, repository: JobRepository, engine: AsyncEngine) -> None:
    (job_id,) = await _submit(repository)
    for attempt in (1, 2, 3):
        (lease,) = await queue.claim("worker", 1, alone=True)
        assert lease.attempt == attempt
        state = await queue.retry_later(lease, delay_s=60, code="internal_error", detail="It failed.")
        assert state is (JobState.QUEUED if attempt < 3 else JobState.FAILED)
        assert await queue.claim("worker", 1, alone=True) == []
        if state is JobState.QUEUED:
            assert not await queue.work_waits()
            job = await repository.get(OWNER, job_id)
            assert (job.state, job.error_code, job.started_at) == (JobState.QUEUED, None, None)
            async with engine.begin() as db:
                await db.execute(update(jobs).values(not_before=text("now() - interval '1 second'")))
            assert await queue.work_waits()
    job = await repository.get(OWNER, job_id)
    assert (job.state, job.error_code, job.error_detail) == (JobState.FAILED, "internal_error", "It failed.")
    assert job.attempts == 3
    assert job.finished_at is not None


async def test_fail_ends_at_once(queue: JobQueue, repository: JobRepository) -> None:
    (job_id,) = await _submit(repository)
    (lease,) = await queue.claim("worker", 1, alone=True)
    assert await queue.fail(lease, code="too_short", detail="Too short.", stages_ms={"validate": 2.0})
    job = await repository.get(OWNER, job_id)
    assert (job.state, job.error_code, job.attempts, job.stages_ms) == (
        JobState.FAILED,
        "too_short",
        1,
        {"validate": 2.0},
    )
    assert not await queue.fail(lease, code="other", detail="Other.", stages_ms={})
    assert (await repository.get(OWNER, job_id)).error_code == "too_short"


# -- the reaper, and jobs whose worker died ---------------------------------------------------


async def test_the_reaper_takes_only_what_has_expired(
    queue: JobQueue, repository: JobRepository, engine: AsyncEngine
) -> None:
    dead, alive, _ = await _submit(repository, 3)
    await queue.claim("worker", 2, alone=True)
    await _expire(engine, dead)
    assert await queue.reap(Reaper.HOUSEKEEPING) == 1
    assert await queue.reap() == 0
    assert await repository.takeovers() == {Reaper.WORKER: 0, Reaper.HOUSEKEEPING: 1}
    row = await _row(engine, dead)
    assert (row.state, row.suspect, row.failed_attempts, row.lease_token) == ("queued", True, 1, None)
    assert (await _row(engine, alive)).state == "running"


async def test_after_the_last_death_the_job_fails(
    queue: JobQueue, repository: JobRepository, engine: AsyncEngine
) -> None:
    (job_id,) = await _submit(repository)
    for _ in range(3):
        assert await queue.claim("worker", 1, alone=True)
        await _expire(engine, job_id)
        assert await queue.reap() == 1
    job = await repository.get(OWNER, job_id)
    assert (job.state, job.error_code, job.attempts) == (JobState.FAILED, "worker_lost", 3)
    assert "3 times" in (job.error_detail or "")
    assert job.finished_at is not None


async def test_suspects_come_first_one_at_a_time_and_alone(
    queue: JobQueue, repository: JobRepository, engine: AsyncEngine
) -> None:
    older = await _submit(repository, 2)
    suspects = await _submit(repository, 2)
    async with engine.begin() as db:
        await db.execute(update(jobs).where(jobs.c.id.in_(suspects)).values(suspect=True))
    assert await queue.claim("busy", 10, alone=False) == []
    for expected in suspects:
        (lease,) = await queue.claim("free", 10, alone=True)
        assert (lease.job_id, lease.suspect) == (expected, True)
    assert [lease.job_id for lease in await queue.claim("busy", 10, alone=False)] == older


async def test_a_suspect_that_has_to_wait_holds_nobody_up(
    queue: JobQueue, repository: JobRepository, engine: AsyncEngine
) -> None:
    (suspect,) = await _submit(repository)
    (other,) = await _submit(repository)
    async with engine.begin() as db:
        later = {"suspect": True, "not_before": text("now() + interval '1 hour'")}
        await db.execute(update(jobs).where(jobs.c.id == suspect).values(later))
    assert [lease.job_id for lease in await queue.claim("worker", 10, alone=False)] == [other]


async def test_two_workers_never_get_the_same_suspect(
    queue: JobQueue, repository: JobRepository, engine: AsyncEngine
) -> None:
    suspects = await _submit(repository, 20)
    async with engine.begin() as db:
        await db.execute(update(jobs).values(suspect=True))

    async def worker(number: int) -> list[UUID]:
        mine = []
        while await queue.work_waits():
            leases = await queue.claim(f"worker-{number}", 10, alone=True)
            assert len(leases) <= 1
            mine += [lease.job_id for lease in leases]
        return mine

    taken = await asyncio.gather(*[worker(number) for number in range(5)])
    assert Counter(job for mine in taken for job in mine) == Counter(suspects)


# -- results ----------------------------------------------------------------------------------


async def test_complete_writes_result_and_end_together(
    queue: JobQueue, repository: JobRepository, engine: AsyncEngine
) -> None:
    ids = await _submit(repository, 3)
    leases = await queue.claim("worker", 3, alone=True)
    assert await queue.complete([_finished(lease) for lease in leases]) == set(ids)
    job = await repository.get(OWNER, ids[0])
    assert (job.state, job.attempts, job.result) == (JobState.COMPLETED, 1, DOCUMENT)
    assert job.stages_ms == {"validate": 3.5, "score": 9.0}
    async with engine.connect() as db:
        row = (await db.execute(select(results).where(results.c.job_id == ids[0]))).one()
    assert (row.status, row.probability, row.model_name, row.model_version) == ("healthy", 0.25, "speechscan", "1")


@pytest.mark.parametrize("familiar", [True, False, None])
async def test_a_result_says_whether_the_model_knew_the_kind_of_recording(
    queue: JobQueue, repository: JobRepository, engine: AsyncEngine, familiar: bool | None
) -> None:
    """A worker of the version before says nothing of it."""
    await _submit(repository)
    (lease,) = await queue.claim("worker", 1, alone=True)
    await queue.complete([_finished(lease, **({} if familiar is None else {"familiar": familiar}))])
    async with engine.connect() as db:
        assert await db.scalar(select(results.c.familiar)) is familiar


async def test_each_job_gets_its_own_result(queue: JobQueue, repository: JobRepository) -> None:
    await _submit(repository, 20)
    leases = await queue.claim("worker", 20, alone=True)
    random.Random(0).shuffle(leases)
    await queue.complete([_finished(lease, probability=lease.job_id.int % 97 / 97) for lease in leases])
    for lease in leases:
        result = (await repository.get(OWNER, lease.job_id)).result
        assert result is not None
        assert result["probability"] == lease.job_id.int % 97 / 97


async def test_a_lost_lease_drops_its_result_and_no_other(
    queue: JobQueue, repository: JobRepository, engine: AsyncEngine
) -> None:
    cancelled, taken_over, erased, good = await _submit(repository, 4)
    leases = await queue.claim("first", 4, alone=True)
    await repository.cancel(OWNER, cancelled)
    await repository.erase(OWNER, erased)
    await _expire(engine, taken_over)
    await queue.reap()
    (second,) = await queue.claim("second", 1, alone=True)
    assert second.job_id == taken_over
    assert await queue.complete([_finished(lease) for lease in leases]) == {good}
    assert await _results(engine) == {good}
    assert (await repository.get(OWNER, cancelled)).state is JobState.CANCELLED
    assert (await _row(engine, taken_over)).lease_token == second.token
    assert await queue.complete([_finished(second)]) == {taken_over}


async def test_a_result_is_recorded_once(queue: JobQueue, repository: JobRepository, engine: AsyncEngine) -> None:
    (job_id,) = await _submit(repository)
    (lease,) = await queue.claim("worker", 1, alone=True)
    done = await asyncio.gather(*[queue.complete([_finished(lease)]) for _ in range(8)])
    assert sorted(map(len, done)) == [0] * 7 + [1]
    assert await _results(engine) == {job_id}


async def test_a_result_that_is_no_number_never_reaches_the_table(
    queue: JobQueue, repository: JobRepository, engine: AsyncEngine
) -> None:
    (job_id,) = await _submit(repository)
    (lease,) = await queue.claim("worker", 1, alone=True)
    with pytest.raises(ValueError, match="JSON"):
        await queue.complete([_finished(lease, probability=float("nan"))])
    assert (await _row(engine, job_id)).state == "running"


# -- leases -----------------------------------------------------------------------------------


async def test_renew_returns_only_what_is_held(
    queue: JobQueue, repository: JobRepository, engine: AsyncEngine, settings: Settings
) -> None:
    ended, cancelled, held = await _submit(repository, 3)
    leases = {lease.job_id: lease for lease in await queue.claim("worker", 3, alone=True)}
    await queue.complete([_finished(leases[ended])])
    await repository.cancel(OWNER, cancelled)
    await _expire(engine, held)
    sync = sync_engine(settings)
    with sync.begin() as db:
        tokens = [lease.token for lease in leases.values()]
        assert renew(db, [*tokens, uuid4()], 30.0) == {leases[held].token}
        assert renew(db, [], 30.0) == set()
    sync.dispose()
    assert await queue.reap() == 0


async def test_cancel_voids_the_lease(queue: JobQueue, repository: JobRepository, engine: AsyncEngine) -> None:
    running, queued = await _submit(repository, 2)
    (lease,) = await queue.claim("worker", 1, alone=True)
    for job_id in (running, queued):
        job = await repository.cancel(OWNER, job_id)
        assert job.state is JobState.CANCELLED
        assert job.finished_at is not None
        assert (await repository.cancel(OWNER, job_id)).finished_at == job.finished_at
    assert (await _row(engine, running)).lease_token is None
    assert await queue.retry_later(lease, delay_s=0, code="x", detail="X.") is None
    assert not await queue.fail(lease, code="x", detail="X.", stages_ms={})
    assert await queue.claim("worker", 10, alone=True) == []


async def test_what_has_ended_cannot_be_cancelled(queue: JobQueue, repository: JobRepository) -> None:
    (job_id,) = await _submit(repository)
    leases = await queue.claim("worker", 1, alone=True)
    await queue.complete([_finished(leases[0])])
    with pytest.raises(Conflict, match="completed already"):
        await repository.cancel(OWNER, job_id)


async def test_nothing_remains_of_an_erased_job(
    queue: JobQueue, repository: JobRepository, engine: AsyncEngine
) -> None:
    running, completed, failed = await _submit(repository, 3, user_hash="h" * 64)
    leases = await queue.claim("worker", 3, alone=True)
    await queue.complete([_finished(leases[1])])
    await queue.fail(leases[2], code="too_short", detail="The recording is 0.4 s long.", stages_ms={})
    for job_id in (running, completed, failed):
        job = await repository.erase(OWNER, job_id)
        assert (job.state, job.result, job.user_hash) == (JobState.DELETED, None, None)
        assert (job.error_code, job.error_detail) == (None, None)
        assert not await repository.kept([job_id])
        assert not await queue.keeps(job_id)
    assert await queue.complete([_finished(leases[0])]) == set()
    assert await _results(engine) == set()
    assert (await repository.erase(OWNER, running)).state is JobState.DELETED


async def test_a_result_that_comes_in_during_erasure_is_gone(
    queue: JobQueue, repository: JobRepository, engine: AsyncEngine
) -> None:
    ids = await _submit(repository, 60)
    leases = await queue.claim("worker", 60, alone=True)
    completions = [queue.complete([_finished(lease)]) for lease in leases]
    erasures = [repository.erase(OWNER, job_id) for job_id in ids]
    mixed: list[Any] = [one for pair in zip(completions, erasures, strict=True) for one in pair]
    await asyncio.gather(*mixed)
    assert await _results(engine) == set()


async def test_batches_in_any_order_do_not_deadlock(
    queue: JobQueue, repository: JobRepository, engine: AsyncEngine, settings: Settings
) -> None:
    """complete, renew, release, reap, cancel and erase meet on the same rows, each batch in an order of its own."""
    rng = random.Random(1)
    sync = sync_engine(settings)

    def renewed(tokens: list[UUID]) -> int:
        with sync.begin() as db:
            return len(renew(db, tokens, 30.0))

    for _ in range(6):
        ids = await _submit(repository, 40)
        leases = await queue.claim("worker", 40, alone=False)
        batches = [rng.sample(leases, 30) for _ in range(5)]
        some = rng.sample(ids, 10)
        work: list[Any] = [
            queue.complete([_finished(lease) for lease in batches[0]]),
            queue.complete([_finished(lease) for lease in batches[1]]),
            asyncio.to_thread(renewed, [lease.token for lease in batches[2]]),
            asyncio.to_thread(renewed, [lease.token for lease in batches[3]]),
            queue.release(batches[4]),
            queue.reap(),
            *[repository.erase(OWNER, job_id) for job_id in some[:5]],
            *[_quiet_cancel(repository, job_id) for job_id in some[5:]],
        ]
        rng.shuffle(work)
        await asyncio.wait_for(asyncio.gather(*work), 30)
        async with engine.begin() as db:
            await db.execute(update(jobs).where(jobs.c.state == "queued").values(state="cancelled"))
    sync.dispose()


async def _quiet_cancel(repository: JobRepository, job_id: UUID) -> None:
    try:
        await repository.cancel(OWNER, job_id)
    except Conflict:
        return


# -- callers ----------------------------------------------------------------------------------


async def test_idempotent_submit_under_concurrency(repository: JobRepository, engine: AsyncEngine) -> None:
    answers = await asyncio.gather(*[repository.submit(_new(idempotency_key="k")) for _ in range(12)])
    assert len({job.id for job, _ in answers}) == 1
    assert [fresh for _, fresh in answers].count(True) == 1
    found = await repository.find_by_idempotency_key(OWNER, "k")
    assert found is not None
    assert found.id == answers[0][0].id
    other, fresh = await repository.submit(_new(idempotency_key="k", owner="somebody else"))
    assert fresh
    assert other.id != found.id
    assert (await repository.count_by_state())[JobState.QUEUED] == 2


async def test_without_a_key_every_submit_is_a_job(repository: JobRepository) -> None:
    await _submit(repository, 3)
    assert (await repository.count_by_state())[JobState.QUEUED] == 3


async def test_another_owner_sees_nothing(repository: JobRepository) -> None:
    (job_id,) = await _submit(repository)
    for attempt in (repository.get, repository.cancel, repository.erase):
        with pytest.raises(NotFound):
            await attempt("somebody else", job_id)
    assert await repository.list("somebody else", JobFilter()) == []
    assert (await repository.get(OWNER, job_id)).state is JobState.QUEUED


async def test_pages_are_stable_while_jobs_come_in(repository: JobRepository, engine: AsyncEngine) -> None:
    ids = await _submit(repository, 23)
    async with engine.begin() as db:  # many of the same instant: then the id decides
        await db.execute(update(jobs).values(created_at=text("date_trunc('minute', now())")))
    seen: list[Job] = []
    after = None
    while page := await repository.list(OWNER, JobFilter(after=after, limit=5)):
        seen += page
        after = (page[-1].created_at, page[-1].id)
        await _submit(repository)
    assert Counter(job.id for job in seen) == Counter(ids)


async def test_filters(queue: JobQueue, repository: JobRepository) -> None:
    first, second, third = await _submit(repository, 3)
    (marked,) = await _submit(repository, user_hash="h" * 64)
    await queue.claim("worker", 1, alone=True)
    times = {job.id: job.created_at for job in await repository.list(OWNER, JobFilter())}

    async def found(**wanted: Any) -> list[UUID]:
        return [job.id for job in await repository.list(OWNER, JobFilter(**wanted))]

    assert await found() == [marked, third, second, first]
    assert await found(states=(JobState.RUNNING,)) == [first]
    assert await found(states=(JobState.RUNNING, JobState.QUEUED), limit=2) == [marked, third]
    assert await found(user_hash="h" * 64) == [marked]
    assert await found(created_from=times[second], created_before=times[marked]) == [third, second]


async def test_counts_and_age(repository: JobRepository, queue: JobQueue) -> None:
    assert await repository.oldest_queued_s() == 0
    await _submit(repository, 2)
    await queue.claim("worker", 1, alone=True)
    counts = await repository.count_by_state()
    assert (counts[JobState.QUEUED], counts[JobState.RUNNING], counts[JobState.FAILED]) == (1, 1, 0)
    assert 0 < await repository.oldest_queued_s() < 30


# -- notifications, durability, an absent database ---------------------------------------------


async def test_queue_and_ends_are_announced(
    queue: JobQueue, repository: JobRepository, engine: AsyncEngine, settings: Settings
) -> None:
    async with await psycopg.AsyncConnection.connect(psycopg_url(settings), autocommit=True) as listening:
        await listening.execute(f"listen {QUEUED_CHANNEL}")
        await listening.execute(f"listen {ENDED_CHANNEL}")

        async def heard(count: int = 1) -> list[tuple[str, str]]:
            return [(n.channel, n.payload) async for n in listening.notifies(timeout=30, stop_after=count)]

        ids = await _submit(repository)
        assert await heard() == [(QUEUED_CHANNEL, "")]
        await queue.release(await queue.claim("worker", 1, alone=True))
        assert await heard() == [(QUEUED_CHANNEL, "")]
        (lease,) = await queue.claim("worker", 1, alone=True)
        await queue.complete([_finished(lease)])
        assert await heard() == [(ENDED_CHANNEL, str(ids[0]))]
        await repository.erase(OWNER, ids[0])
        assert await heard() == [(ENDED_CHANNEL, str(ids[0]))]

        endings = {
            "cancel": lambda job, _: repository.cancel(OWNER, job),
            "fail": lambda _, lease: queue.fail(lease, code="x", detail="X.", stages_ms={}),
        }
        for end in endings.values():
            (job_id,) = await _submit(repository)
            assert await heard() == [(QUEUED_CHANNEL, "")]
            (lease,) = await queue.claim("worker", 1, alone=True)
            await end(job_id, lease)
            assert await heard() == [(ENDED_CHANNEL, str(job_id))]

        (job_id,) = await _submit(repository)
        assert await heard() == [(QUEUED_CHANNEL, "")]
        async with engine.begin() as db:
            await db.execute(update(jobs).where(jobs.c.id == job_id).values(failed_attempts=2))
        await queue.claim("worker", 1, alone=True)
        await _expire(engine, job_id)
        await queue.reap()
        assert await heard(2) == [(ENDED_CHANNEL, str(job_id)), (QUEUED_CHANNEL, "")]


async def test_commits_are_durable_whatever_the_server_says(settings: Settings) -> None:
    name = settings.database_url.get_secret_value().rpartition("/")[2]
    with psycopg.connect(psycopg_url(settings), autocommit=True) as admin:
        admin.execute(f'alter database "{name}" set synchronous_commit = off')
        with psycopg.connect(psycopg_url(settings)) as plain:
            assert plain.execute("show synchronous_commit").fetchone() == ("off",)
    for made in (async_engine(settings), queue_engine(settings)):
        async with made.connect() as db:
            assert await db.scalar(text("show synchronous_commit")) == "on"
        await made.dispose()
    sync = sync_engine(settings)
    with sync.connect() as db:
        assert db.scalar(text("show synchronous_commit")) == "on"
    sync.dispose()


@pytest.mark.parametrize("make", [async_engine, queue_engine])
async def test_without_a_database_everything_is_unavailable(make: Any) -> None:
    engine = make(Settings(database_url=SecretStr(f"postgresql+psycopg://x@127.0.0.1:{free_port()}/x")))
    queue, repository = JobQueue(engine, lease_s=30, max_attempts=3), JobRepository(engine)
    lease = Lease(uuid4(), uuid4(), "key", "wav", 0, False, None)
    calls = [
        queue.claim("worker", 1, alone=True),
        queue.release([lease]),
        queue.complete([_finished(lease)]),
        queue.reap(),
        queue.any_expired(),
        queue.check(),
        repository.submit(_new()),
        repository.get(OWNER, uuid4()),
        repository.list(OWNER, JobFilter()),
        repository.cancel(OWNER, uuid4()),
        repository.erase(OWNER, uuid4()),
    ]
    for answer in await asyncio.gather(*calls, return_exceptions=True):
        assert isinstance(answer, Unavailable)
        assert answer.dependency == "database"
    await engine.dispose()


async def test_a_connection_that_breaks_is_unavailable_and_the_next_one_works(
    queue: JobQueue, repository: JobRepository, workers_engine: AsyncEngine, settings: Settings
) -> None:
    await _submit(repository)
    async with workers_engine.connect() as db:
        backend = await db.scalar(text("select pg_backend_pid()"))
    with psycopg.connect(psycopg_url(settings), autocommit=True) as admin:
        admin.execute("select pg_terminate_backend(%s)", [backend])
    leases: list[Lease] = []
    for _ in range(3):
        try:
            leases = await queue.claim("worker", 1, alone=True)
            break
        except Unavailable:
            continue
    assert len(leases) == 1


async def test_a_defect_is_not_taken_for_an_absent_database(workers_engine: AsyncEngine) -> None:
    from sqlalchemy.exc import DBAPIError

    from speechscan.db.engine import translated

    async with workers_engine.connect() as db:
        with pytest.raises(DBAPIError, match="no_such_table"), translated():
            await db.execute(text("select * from no_such_table"))

"""Batches in the database: states by what became of items and jobs, intake by claims, races."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.housekeeping.unused import end_unused
from speechscan.db.batch_steps import BatchSteps
from speechscan.db.batches import BatchFilter, BatchRepository
from speechscan.db.expiry import ExpiryRepository
from speechscan.db.intake import ClaimedItem, IntakeQueue
from speechscan.db.jobs import JobRepository, NewJob
from speechscan.db.uploads import UploadRepository
from speechscan.domain.batch import BatchState, ItemError, ItemState, NewItem
from speechscan.domain.job import JobState
from speechscan.errors import Conflict, NotFound
from speechscan.storage import MemoryStore, item_key

OWNER = "clinic"


class Books:
    def __init__(self, engine: AsyncEngine) -> None:
        self.batches, self.steps, self.jobs = BatchRepository(engine), BatchSteps(engine), JobRepository(engine)
        self.intake, self.engine = IntakeQueue(engine, lease_s=60), engine

    async def make(self, count: int, *, start: bool = True) -> UUID:
        batch_id = uuid4()
        await self.batches.create(OWNER, batch_id, "a label", [NewItem(user_hash="f" * 64, task="word")] * count)
        if start:
            await self.steps.start(OWNER, batch_id)
        return batch_id

    async def admit(self, item: ClaimedItem) -> UUID | None:
        new = NewJob(uuid4(), item.owner, "wav", 1, "0" * 64, f"recordings/{uuid4()}/upload", item.user_hash)
        return new.id if await self.intake.admit(item, new) else None

    async def counts(self, batch_id: UUID) -> dict[str, int]:
        batch = await self.batches.get(OWNER, batch_id)
        return {state.value: count for state, count in batch.counts.items()}

    async def stored(self, columns: str, table: str = "batch_items") -> list[tuple[object, ...]]:
        async with self.engine.connect() as db:
            return [tuple(row) for row in await db.execute(text(f"select {columns} from {table}"))]  # noqa: S608


@pytest.fixture
def books(engine: AsyncEngine) -> Books:
    return Books(engine)


async def test_states_and_counts_follow_from_items_and_jobs(books: Books) -> None:
    batch_id = await books.make(4, start=False)
    batch = await books.batches.get(OWNER, batch_id)
    assert (batch.state, batch.counts, batch.ended_at) == (BatchState.OPEN, {ItemState.AWAITING: 4}, None)
    assert await books.intake.claim(10) == []

    await books.steps.start(OWNER, batch_id)
    first, second, third, fourth = await books.intake.claim(10)
    assert [item.position for item in (first, second, third, fourth)] == [0, 1, 2, 3]
    job_id = await books.admit(first)
    assert job_id is not None
    await books.intake.miss(second)
    await books.intake.refuse(third, ItemError("unsupported_format", "Not audio."))
    assert await books.counts(batch_id) == {"queued": 1, "missing": 1, "refused": 1, "awaiting": 1}
    other = await books.admit(fourth)
    assert (await books.batches.get(OWNER, batch_id)).state is BatchState.RUNNING

    for ended in (job_id, other):
        assert ended is not None
        await books.jobs.cancel(OWNER, ended)
    batch = await books.batches.get(OWNER, batch_id)
    assert batch.state is BatchState.COMPLETED
    assert batch.ended_at == (await books.jobs.get(OWNER, UUID(str(other)))).finished_at
    items = await books.batches.items(OWNER, batch_id, -1, 10)
    assert [(item.position, item.state.value, item.job_id is not None) for item in items] == [
        (0, "cancelled", True), (1, "missing", False), (2, "refused", False), (3, "cancelled", True),
    ]  # fmt: skip
    assert items[2].error == ItemError("unsupported_format", "Not audio.")
    assert [item.position for item in await books.batches.items(OWNER, batch_id, 1, 1)] == [2]


async def test_what_describes_a_person_leaves_the_item_when_it_is_settled(books: Books) -> None:
    await books.make(3)
    one, two, three = await books.intake.claim(3)
    await books.admit(one)
    await books.intake.miss(two)
    await books.intake.refuse(three, ItemError("too_large", "Too large."))
    assert set(await books.stored("user_hash, source_key, claim")) == {(None, None, None)}
    assert await books.stored("user_hash", "jobs") == [("f" * 64,)]


async def test_a_batch_of_somebody_else_is_none(books: Books) -> None:
    batch_id = await books.make(1)
    for call in (books.batches.get, books.steps.start, books.steps.cancel):
        with pytest.raises(NotFound):
            await call("other", batch_id)
    assert await books.batches.list("other", BatchFilter()) == []
    assert await books.batches.items("other", batch_id, -1, 10) == []
    assert await books.batches.measured("other", batch_id) == []


async def test_pages_of_batches_newest_first(books: Books) -> None:
    made = [await books.make(2, start=False) for _ in range(3)]
    first = await books.batches.list(OWNER, BatchFilter(limit=2))
    assert [batch.id for batch in first] == made[:0:-1]
    after = (first[-1].created_at, first[-1].id)
    assert [batch.id for batch in await books.batches.list(OWNER, BatchFilter(after, 2))] == made[:1]


async def test_start_and_cancel_again_are_the_same_as_once(books: Books) -> None:
    batch_id = await books.make(2)
    started = await books.batches.get(OWNER, batch_id)
    assert (await books.steps.start(OWNER, batch_id)).started_at == started.started_at
    cancelled = await books.steps.cancel(OWNER, batch_id)
    assert (cancelled.state, cancelled.counts) == (BatchState.CANCELLED, {ItemState.CANCELLED: 2})
    assert await books.steps.cancel(OWNER, batch_id) == cancelled
    with pytest.raises(Conflict, match="cancelled"):
        await books.steps.start(OWNER, batch_id)


async def test_cancel_ends_what_waits_and_leaves_what_is_finished(books: Books) -> None:
    batch_id = await books.make(3)
    one, two, three = await books.intake.claim(3)
    finished, queued = await books.admit(one), await books.admit(two)
    assert finished is not None
    async with books.engine.begin() as db:
        await db.execute(text("update jobs set state = 'failed', finished_at = now() where id = :id"), {"id": finished})

    await books.steps.cancel(OWNER, batch_id)

    assert await books.counts(batch_id) == {"failed": 1, "cancelled": 2}
    assert (await books.jobs.get(OWNER, UUID(str(queued)))).state is JobState.CANCELLED
    assert await books.admit(three) is None
    assert not await books.intake.miss(three)
    assert len(await books.stored("id", "jobs")) == 2


async def test_a_batch_that_has_ended_cannot_be_cancelled(books: Books) -> None:
    batch_id = await books.make(1)
    (item,) = await books.intake.claim(1)
    await books.intake.miss(item)
    with pytest.raises(Conflict, match="completed"):
        await books.steps.cancel(OWNER, batch_id)


@pytest.mark.parametrize("round_", range(5))
async def test_cancel_races_with_start_and_intake(books: Books, round_: int) -> None:
    """Whatever comes first: afterwards nothing of a cancelled batch waits or runs, and no job is without its item."""
    batch_id = await books.make(20, start=False)

    async def start() -> None:
        try:
            await books.steps.start(OWNER, batch_id)
        except Conflict:
            return

    async def take_in() -> None:
        while batch := await books.intake.claim(3):
            await asyncio.gather(*map(books.admit, batch))

    async def cancel() -> None:
        for _ in range(round_):
            await books.counts(batch_id)
        await books.steps.cancel(OWNER, batch_id)

    if round_ % 2:
        await start()
    await asyncio.gather(start(), take_in(), take_in(), cancel())
    await take_in()

    assert await books.counts(batch_id) == {"cancelled": 20}
    of_items = {job_id for (job_id,) in await books.stored("job_id") if job_id}
    assert {job_id for (job_id,) in await books.stored("id", "jobs")} == of_items
    assert set(await books.stored("state", "jobs")) <= {("cancelled",)}


async def test_items_of_a_process_that_died_are_taken_in_by_another(books: Books) -> None:
    batch_id = await books.make(2)
    dead = IntakeQueue(books.engine, lease_s=0)
    lost = await dead.claim(2)
    found = await books.intake.claim(2)
    assert [item.position for item in found] == [item.position for item in lost] == [0, 1]
    assert await books.intake.claim(2) == []
    # It was only slow, and comes too late.
    assert await books.admit(lost[0]) is None
    assert not await dead.refuse(lost[1], ItemError("x", "x"))
    assert all([await books.admit(item) for item in found])
    assert await books.counts(batch_id) == {"queued": 2}


async def test_a_released_item_waits_at_once(books: Books) -> None:
    await books.make(1)
    (item,) = await books.intake.claim(1)
    await books.intake.release(item)
    (again,) = await books.intake.claim(1)
    assert (again.position, again.claim != item.claim) == (0, True)


async def test_two_batches_take_turns(books: Books) -> None:
    large, small = await books.make(50), await books.make(2)
    claimed = await books.intake.claim(4)
    assert sorted(str(item.batch_id) for item in claimed) == sorted([str(large), str(small)] * 2)


async def test_erasing_a_job_erases_what_its_item_says(books: Books) -> None:
    batch_id = await books.make(1)
    job_id = await books.admit((await books.intake.claim(1))[0])
    assert job_id is not None
    await books.jobs.erase(OWNER, job_id)
    assert await books.counts(batch_id) == {"deleted": 1}
    assert await books.stored("task, user_hash, error_detail") == [(None, None, None)]
    # Its empty row goes with the tombstones, and the batch can still be read.
    assert await ExpiryRepository(books.engine).remove_tombstones(datetime.now(UTC) + timedelta(days=1), 10) == 1
    assert await books.counts(batch_id) == {"deleted": 1}


async def test_retention_removes_batches_that_ended_as_a_whole(books: Books) -> None:
    ended, running, opened = await books.make(2), await books.make(2), await books.make(1, start=False)
    for item in await books.intake.claim(10):
        if item.batch_id == ended or item.position == 0:
            await books.intake.miss(item)
    expiry, later = ExpiryRepository(books.engine), datetime.now(UTC) + timedelta(days=1)
    assert await expiry.remove_batches(datetime.now(UTC) - timedelta(days=1), 10) == 0
    assert await expiry.remove_batches(later, 10) == 1
    assert {batch.id for batch in await books.batches.list(OWNER, BatchFilter())} == {running, opened}
    assert len(await books.stored("position")) == 3


async def test_housekeeping_ends_what_nobody_used(books: Books) -> None:
    store, uploads = MemoryStore(), UploadRepository(books.engine)
    opened, started, single = await books.make(1, start=False), await books.make(2), uuid4()
    await uploads.add(OWNER, single)
    await books.intake.miss((await books.intake.claim(1))[0])
    for batch_id, position in ((opened, 0), (started, 0), (started, 1), (single, 0)):
        store.put(item_key(batch_id, position), b"a recording")
    store.put("uploads/readme", b"not ours")

    parts = (store, books.steps, uploads, books.intake)
    assert await end_unused(*parts, timedelta(hours=1)) == 0
    assert await uploads.job_of(OWNER, single) is None
    assert await end_unused(*parts, timedelta(0)) == 3

    assert set(store.objects) == {item_key(started, 1), "uploads/readme"}
    assert (await books.batches.get(OWNER, opened)).state is BatchState.CANCELLED
    assert (await books.batches.get(OWNER, started)).state is BatchState.RUNNING
    with pytest.raises(NotFound):
        await uploads.job_of(OWNER, single)

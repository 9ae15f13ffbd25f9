"""What housekeeping removes, and what it must not touch."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from flows.housekeeping.leftovers import sweep
from speechscan.db.batch_steps import BatchSteps
from speechscan.db.batches import BatchRepository
from speechscan.db.intake import IntakeQueue
from speechscan.db.jobs import JobRepository, NewJob
from speechscan.db.queue import JobQueue
from speechscan.domain.batch import NewItem
from speechscan.storage import MemoryStore, canonical_key, job_prefix, upload_key


async def _submit(jobs: JobRepository, store: MemoryStore) -> UUID:
    job_id = uuid4()
    await jobs.submit(NewJob(job_id, "clinic", "wav", 1, "0" * 64, upload_key(job_id)))
    store.put(upload_key(job_id), b"upload")
    store.put(canonical_key(job_id), b"flac")
    return job_id


async def test_only_objects_that_no_job_has_a_right_to_are_erased(engine: AsyncEngine) -> None:
    jobs, store = JobRepository(engine), MemoryStore()
    kept = await _submit(jobs, store)
    erased = await _submit(jobs, store)
    await jobs.erase("clinic", erased)
    store.put(upload_key(uuid4()), b"its insert failed")
    store.put("models/readme.txt", b"not a recording")

    assert await sweep(store, jobs, older_than=timedelta(0)) == 3
    assert set(store.objects) == {upload_key(kept), canonical_key(kept), "models/readme.txt"}


async def test_recordings_of_jobs_that_ended_with_their_batch_are_erased(engine: AsyncEngine) -> None:
    """As after a process that died between the cancel and its erasure."""
    jobs, intake, store = JobRepository(engine), IntakeQueue(engine, lease_s=60), MemoryStore()
    batches, steps, batch_id = BatchRepository(engine), BatchSteps(engine), uuid4()
    await batches.create("clinic", batch_id, None, [NewItem()] * 2)
    await steps.start("clinic", batch_id)
    alone, ended = uuid4(), uuid4()
    for job_id, item in zip((alone, ended), await intake.claim(2), strict=True):
        await intake.admit(item, NewJob(job_id, "clinic", "wav", 1, "0" * 64, upload_key(job_id), in_batch=True))
        store.put(upload_key(job_id), b"upload")
    await jobs.cancel("clinic", alone)
    await steps.cancel("clinic", batch_id)

    queue = JobQueue(engine, lease_s=30, max_attempts=1)
    assert [await queue.keeps(job_id) for job_id in (alone, ended)] == [True, False]
    assert await sweep(store, jobs, older_than=timedelta(0)) == 1
    assert set(store.objects) == {upload_key(alone)}


async def test_what_was_stored_just_now_is_left_alone(engine: AsyncEngine) -> None:
    store = MemoryStore()
    orphan = uuid4()
    store.put(upload_key(orphan), b"its row is about to be committed")
    assert await sweep(store, JobRepository(engine)) == 0
    assert list(store.objects) == [f"{job_prefix(orphan)}upload"]

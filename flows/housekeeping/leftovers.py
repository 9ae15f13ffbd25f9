"""Objects that no job has a right to. Knows nothing of Prefect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import groupby, islice
from uuid import UUID

from speechscan.db.jobs import JobRepository
from speechscan.storage import RECORDINGS, ObjectStore, job_of, job_prefix

# An upload is stored before its row is committed, and that takes seconds, not an hour.
_SAFE_AGE = timedelta(hours=1)
_BATCH = 500


async def sweep(store: ObjectStore, jobs: JobRepository, *, older_than: timedelta = _SAFE_AGE) -> int:
    """Erases the objects of erased jobs and those without a job; returns how many there were.

    They come from a process that died between storing and committing, or from a store that was away when a job was
    erased. Raises `Unavailable`; what is left then is found by the next sweep.
    """
    erased = 0
    found = (job for key in store.keys(RECORDINGS, older_than=older_than) if (job := job_of(key)))
    # A store lists in order, so the objects of a job stand together; the ids of a whole archive are never held.
    for batch in _batches(job for job, _ in groupby(found)):
        kept = await jobs.kept(batch)
        for job_id in batch:
            if job_id not in kept:
                erased += store.delete_prefix(job_prefix(job_id))
    return erased


def _batches(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    iterator = iter(ids)
    while batch := list(islice(iterator, _BATCH)):
        yield batch

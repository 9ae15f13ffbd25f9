"""Deleting a job: nothing is called erased before it is. Cancelling a batch: what was uploaded for it goes.

Order: stop the work, erase the objects, then result and description. If store or database fail on the way, the job
is not yet `deleted`, and the same request again goes on where this one ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

from api.services import Services
from speechscan.domain.job import Job
from speechscan.storage import ObjectStore, batch_prefix, job_prefix
from speechscan.telemetry import logs

_AT_ONCE = 8
_log = logs.get("api.erasure")


async def erase(services: Services, owner: str, job_id: UUID) -> Job:
    """Raises NotFound, Unavailable."""
    before = await services.jobs.get(owner, job_id)
    if not before.state.is_final:
        await services.jobs.stop(owner, job_id)
    objects = await asyncio.to_thread(services.store.delete_prefix, job_prefix(job_id))
    job = await services.jobs.erase(owner, job_id)
    lease_s = services.settings.lease_s
    # Two leases: the end was told by the database's clock.
    if before.finished_at is None or before.finished_at > datetime.now(UTC) - timedelta(seconds=2 * lease_s):
        # A worker that had it under way may store its copy before it notices that its lease is void, also if the job
        # was cancelled just before, or completed by another that had taken it over.
        services.leftovers.look_at(job_id, lease_s)
    _log.info("job deleted", job_id=str(job_id), objects=objects)
    return job


async def erase_cancelled(services: Services, batch_id: UUID) -> None:
    """After its cancel: what was uploaded for the batch, and the recordings of the jobs that the cancel has ended. What
    fails here is done by `leftovers`, and if this process dies, by housekeeping. Raises Unavailable."""
    ended = await services.batch_steps.ended_jobs(batch_id)
    for job_id in ended:
        # First, so that it is done if this request breaks off. Then too since a worker that had a job under way may
        # store its copy before it notices that its lease is void.
        services.leftovers.look_at(job_id, services.settings.lease_s)
    prefixes = [batch_prefix(batch_id), *map(job_prefix, ended)]
    objects = await asyncio.to_thread(_delete_all, services.store, prefixes)
    _log.info("batch cancelled", batch_id=str(batch_id), jobs=len(ended), objects=objects)


def _delete_all(store: ObjectStore, prefixes: Sequence[str]) -> int:
    """How many objects there were. A batch has up to 1,000 jobs, and a request should not last as long as that."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return sum(pool.map(store.delete_prefix, prefixes))

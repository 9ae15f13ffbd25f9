"""Deleting a job: nothing is called erased before it is.

Order: stop the work, erase the objects, then result and description. If store or database fail on the way, the job
is not yet `deleted`, and the same request again goes on where this one ended.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

from api.services import Services
from speechscan.domain.job import Job
from speechscan.errors import Conflict
from speechscan.storage import job_prefix
from speechscan.telemetry import logs

_log = logs.get("api.erasure")


async def erase(services: Services, owner: str, job_id: UUID) -> Job:
    """Raises NotFound, Unavailable."""
    before = await services.jobs.get(owner, job_id)
    if not before.state.is_final:
        # Conflict: it has ended by itself meanwhile, which is as good.
        with suppress(Conflict):
            await services.jobs.cancel(owner, job_id)
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

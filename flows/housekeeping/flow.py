"""The scheduled flow `housekeeping`."""

from __future__ import annotations

from datetime import timedelta

from prefect import State, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed

from flows.housekeeping.leftovers import sweep
from flows.housekeeping.unused import end_unused
from flows.housekeeping.withdrawal import withdraw
from flows.screen.operator import Operator
from flows.screen.reaper import reap_once
from speechscan.db.batch_steps import BatchSteps
from speechscan.db.engine import connected
from speechscan.db.intake import IntakeQueue
from speechscan.db.jobs import JobRepository
from speechscan.db.queue import JobQueue
from speechscan.db.reference_clips import ReferenceClipRepository
from speechscan.db.uploads import UploadRepository
from speechscan.db.web_sessions import remove_ended
from speechscan.settings import Settings
from speechscan.storage import S3Store


@flow(name="housekeeping", persist_result=False)
async def housekeeping() -> State[None]:
    """Re-queues jobs whose lease expired, erases objects that no job has a right to and uploads that became no job,
    takes clips of erased jobs out of the reference sets, closes dead shifts, removes web sessions that have ended."""
    requeued = await requeue_expired_leases()
    erased = await erase_leftover_objects()
    erased += await erase_unused_uploads()
    withdrawn = await withdraw_clips_of_erased_jobs()
    closed = await close_dead_shifts()
    ended = await remove_ended_web_sessions()
    counts = (
        f"{requeued} leases taken over, {erased} objects erased, {closed} shifts closed, {ended} web sessions removed"
    )
    return Completed(message="; ".join([counts, *withdrawn]))


@task(cache_policy=NO_CACHE, retries=2, retry_delay_seconds=5)
async def requeue_expired_leases() -> int:
    """Workers do this too; here it also happens while none runs."""
    settings = Settings.load()
    async with connected(settings) as engine:
        queue = JobQueue(engine, lease_s=settings.lease_s, max_attempts=settings.max_attempts)
        return await reap_once(queue, settings.lease_s)


@task(cache_policy=NO_CACHE, retries=2, retry_delay_seconds=5)
async def erase_leftover_objects() -> int:
    settings = Settings.load()
    async with connected(settings) as engine:
        return await sweep(S3Store(settings), JobRepository(engine))


@task(cache_policy=NO_CACHE, retries=2, retry_delay_seconds=5)
async def erase_unused_uploads() -> int:
    """And ends the open batches that they were for."""
    settings = Settings.load()
    async with connected(settings) as engine:
        return await end_unused(
            S3Store(settings),
            BatchSteps(engine),
            UploadRepository(engine),
            IntakeQueue(engine, lease_s=settings.lease_s),
            timedelta(seconds=settings.upload_keep_s),
        )


@task(cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=5)
async def withdraw_clips_of_erased_jobs() -> list[str]:
    settings = Settings.load()
    async with connected(settings) as engine:
        return await withdraw(S3Store(settings), ReferenceClipRepository(engine))


@task(cache_policy=NO_CACHE, retries=2, retry_delay_seconds=5)
async def remove_ended_web_sessions() -> int:
    async with connected(Settings.load()) as engine:
        return await remove_ended(engine)


@task(cache_policy=NO_CACHE, retries=2, retry_delay_seconds=5)
async def close_dead_shifts() -> int:
    """Shifts of workers on this machine that died; a worker closes them too when it starts."""
    return await Operator(Settings.load().prefect_api_url).close_dead_shifts()

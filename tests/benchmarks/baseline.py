"""The baseline: the same work as a Prefect deployment on a process worker, a flow run (and a process) per job."""

from __future__ import annotations

from uuid import UUID

from prefect import flow

from flows.screen.runtime import open_runtime
from flows.screen.screening import End
from speechscan.settings import Settings
from tests.benchmarks.noop_worker import Nothing


@flow(name="baseline", persist_result=False)
async def baseline(position: int, noop: bool) -> UUID:
    """Takes the next job from the queue through the real stages, or through those that do nothing."""
    async with open_runtime(Settings.load(), Nothing() if noop else None) as runtime:
        (lease,) = await runtime.queue.claim(f"baseline-{position}", 1, alone=True)
        outcome = await runtime.screening.run(lease)
        if outcome.end is not End.COMPLETED:
            raise RuntimeError(outcome.detail)
        return lease.job_id

"""What a worker counts, against known jobs, on the real queue and the real Prefect server."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from speechscan.domain.job import JobState, Reaper
from tests.conftest import free_port
from tests.faults.support import Queue, WorkerProcess, until
from tests.scraped import Samples, scraped

StartWorker = Callable[..., WorkerProcess]


async def _counted(port: int, completed: int, failed: int = 0, released: int = 0) -> Samples:
    """Once so many have ended so: a result is written a moment before it is counted, by one figure after the other."""
    found: Samples = {}

    async def there() -> bool:
        nonlocal found
        found = await asyncio.to_thread(scraped, f"http://127.0.0.1:{port}")
        # The last figure of each end.
        return (
            _sum(found, "speechscan_verdicts_total") >= completed
            and _sum(found, "speechscan_failed_jobs_total") >= failed
            and found["speechscan_claim_to_finish_seconds_count", "released"] >= released
        )

    await until(there)
    return found


def _sum(found: Samples, name: str) -> float:
    return sum(value for key, value in found.items() if key[0] == name)


async def test_known_jobs_give_exact_numbers(queue: Queue, start_worker: StartWorker) -> None:
    port = free_port()
    start_worker(worker_metrics_port=port)
    await queue.submit(12)
    # One breaks at its first try, and is tried again within the attempt; one goes back once; one always breaks.
    for behaviour in ("hiccup", "outage", "brittle"):
        await queue.submit(1, behaviour)
    await queue.until(JobState.COMPLETED, 14)
    await queue.until(JobState.FAILED, 1)

    found = await _counted(port, completed=14, failed=1, released=3)

    attempts = {key[1:]: value for key, value in found.items() if key[0] == "speechscan_attempts_total"}
    assert attempts == {
        ("completed", "1"): 14,
        ("released", "1"): 2,
        ("released", "2"): 1,
        ("failed", "3"): 1,
    }
    assert found["speechscan_verdicts_total", "1", "", "healthy"] == 14
    assert found["speechscan_failed_jobs_total", "scorer_error"] == 1
    whole = "speechscan_submit_to_finish_seconds_count"
    assert (found[whole, "completed"], found[whole, "failed"], found[whole, "released"]) == (14, 1, 0)
    assert found["speechscan_batch_size_sum", "claim"] == sum(attempts.values())
    assert found["speechscan_batch_size_sum", "record"] == 14
    assert (await queue.repository.takeovers())[Reaper.WORKER] == 0
    assert [key[2] for key in found if key[0] == "speechscan_build_info"] == ["worker"]


async def test_a_wait_counts_from_the_submission_and_a_takeover_is_counted(
    queue: Queue, start_worker: StartWorker
) -> None:
    first, port = start_worker(), free_port()
    await queue.submit(8, "slow")
    await queue.until(JobState.RUNNING, 1)
    first.kill()
    lost, done = await queue.count(JobState.RUNNING), 8 - await queue.count(JobState.COMPLETED)
    assert lost > 0

    start_worker(worker_metrics_port=port)
    await queue.until(JobState.COMPLETED, 8)
    found = await _counted(port, done)

    assert await queue.repository.takeovers() == {Reaper.WORKER: lost, Reaper.HOUSEKEEPING: 0}
    assert found["speechscan_attempts_total", "completed", "2"] == lost
    # What was taken over has waited for a lease of 3 s; what the worker took for it, it did in less.
    assert found["speechscan_submit_to_finish_seconds_sum", "completed"] > 3 * lost
    assert found["speechscan_claim_to_finish_seconds_count", "completed"] == done


async def test_a_worker_whose_port_is_taken_says_so_and_screens(queue: Queue, start_worker: StartWorker) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        worker = start_worker(worker_metrics_port=taken.getsockname()[1])
        await queue.submit()
        await queue.until(JobState.COMPLETED, 1)
    assert "metrics_not_served" in worker.events()

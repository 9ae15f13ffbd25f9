"""The rules of the shift, each on the real Prefect server and the real PostgreSQL (see the design's list)."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from uuid import UUID

import pytest
from prefect.client.schemas.objects import StateType

from speechscan.domain.job import JobState
from tests.faults.support import Prefect, PrefectServer, Queue, WorkerProcess, until

StartWorker = Callable[..., WorkerProcess]
# Slow ones: 12 s of work, so that an operator comes before its end on a busy machine too.
MANY = 60


async def _recorded(prefect: Prefect, jobs: list[UUID], state: StateType = StateType.COMPLETED) -> None:
    """Waits until Prefect shows each of these jobs, exactly one task run per job, in this state."""

    async def all_there() -> bool:
        for job_id in jobs:
            runs = await prefect.task_runs(job_id)
            if [run.state_type for run in runs] != [state]:
                return False
        return True

    await until(all_there, 60)


async def _some_more(queue: Queue) -> None:
    """Waits until work goes on."""
    await queue.until(JobState.COMPLETED, await queue.count(JobState.COMPLETED) + 3)


async def test_a_job_is_found_in_prefect_by_its_id_with_its_stages(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker()
    (job_id,) = await queue.submit()
    await queue.until(JobState.COMPLETED, 1)
    await _recorded(prefect, [job_id])
    (run,) = await prefect.task_runs(job_id)
    assert run.name == str(job_id)
    assert run.tags == []
    assert "attempt 1" in run.state.message
    for stage in ("validate", "store", "score", "record"):
        assert f"{stage} " in run.state.message
    assert worker.terminate() == 0


async def test_term_ends_a_busy_shift_as_completed_and_hands_unstarted_jobs_back(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker()
    await queue.submit(MANY, "slow")
    await queue.until(JobState.COMPLETED, 2)
    assert worker.terminate() == 0
    assert await queue.count(JobState.RUNNING) == 0
    waiting = await queue.count(JobState.QUEUED)
    assert waiting > 0
    assert waiting + await queue.count(JobState.COMPLETED) == MANY
    (shift,) = await prefect.shifts(worker.pid)
    assert shift.state_type is StateType.COMPLETED
    assert f"{MANY - waiting} completed" in shift.state.message
    assert f"{waiting} released" in shift.state.message
    for job_id in queue.ids:
        assert (await queue.job(job_id)).failed_attempts == 0


async def test_term_ends_an_idle_worker_and_an_idle_shift_as_completed(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker()
    await queue.submit()
    await queue.until(JobState.COMPLETED, 1)
    assert worker.terminate() == 0
    (shift,) = await prefect.shifts(worker.pid)
    assert shift.state_type is StateType.COMPLETED
    assert shift.state.message == "1 completed, 0 failed, 0 released, 0 dropped; the worker was stopped"

    idle = start_worker()

    async def ready() -> bool:
        return "worker_ready" in idle.events()

    await until(ready)
    assert idle.terminate() == 0
    assert await prefect.shifts(idle.pid) == []


async def test_an_idle_shift_ends_and_the_next_job_opens_another(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker(shift_idle_s=0.5)
    await queue.submit()
    await queue.until(JobState.COMPLETED, 1)

    async def ended() -> bool:
        return [s.state_type for s in await prefect.shifts(worker.pid)] == [StateType.COMPLETED]

    await until(ended)
    await queue.submit()
    await queue.until(JobState.COMPLETED, 2)
    assert len(await prefect.shifts(worker.pid)) == 2


async def test_a_shift_rolls_over_by_count_without_losing_jobs(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker(shift_max_jobs=20, claim_limit=10)
    await queue.submit(60)
    await queue.until(JobState.COMPLETED, 60)
    worker.terminate()
    shifts = await prefect.shifts(worker.pid)
    assert len(shifts) >= 2
    assert {s.state_type for s in shifts} == {StateType.COMPLETED}
    assert sum(int(s.state.message.split(" completed")[0]) for s in shifts) == 60


async def test_a_shift_rolls_over_by_age_without_losing_jobs(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker(shift_max_age_s=1, claim_limit=2)
    await queue.submit(12, "slow")
    await queue.until(JobState.COMPLETED, 12)
    worker.terminate()
    shifts = await prefect.shifts(worker.pid)
    assert len(shifts) >= 2
    assert {s.state_type for s in shifts} == {StateType.COMPLETED}
    assert "the next shift took over" in shifts[0].state.message
    assert sum(int(s.state.message.split(" completed")[0]) for s in shifts) == 12


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_work_goes_on_while_prefect_is_away_in_mid_shift(
    how: signal.Signals, prefect: Prefect, prefect_server: PrefectServer, queue: Queue, start_worker: StartWorker
) -> None:
    start_worker()
    before = await queue.submit(5)
    # What a killed server had received and not yet written (up to a second) is lost to Prefect, not to us.
    await _recorded(prefect, before)
    await asyncio.to_thread(prefect_server.stop, how)
    during = await queue.submit(40)
    await queue.until(JobState.COMPLETED, 45)
    await asyncio.to_thread(prefect_server.start)
    await _recorded(prefect, before + during)


@pytest.mark.slow
async def test_a_shift_that_is_due_stays_open_while_prefect_is_away(
    prefect: Prefect, prefect_server: PrefectServer, queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker(shift_max_jobs=10, claim_limit=5, shift_idle_s=0.5)
    await queue.submit(3)
    await queue.until(JobState.COMPLETED, 3)
    (shift,) = await prefect.shifts(worker.pid)
    await asyncio.to_thread(prefect_server.stop)
    await queue.submit(40)
    await queue.until(JobState.COMPLETED, 43)
    await asyncio.to_thread(prefect_server.start)

    async def closed() -> bool:
        found = await prefect.shifts(worker.pid)
        return found[0].id == shift.id and found[0].state_type is StateType.COMPLETED

    await until(closed, 60)


@pytest.mark.slow
async def test_jobs_wait_for_prefect_at_the_start_of_a_shift_and_no_attempt_counts(
    prefect: Prefect, prefect_server: PrefectServer, queue: Queue, start_worker: StartWorker
) -> None:
    await asyncio.to_thread(prefect_server.stop)
    worker = start_worker()
    jobs = await queue.submit(5)

    async def noticed() -> bool:
        return "orchestrator_away" in worker.events()

    await until(noticed)
    assert await queue.count(JobState.QUEUED) == 5
    await asyncio.to_thread(prefect_server.start)
    await queue.until(JobState.COMPLETED, 5)
    await _recorded(prefect, jobs)
    assert {(await queue.job(job_id)).failed_attempts for job_id in jobs} == {0}


@pytest.mark.slow
async def test_term_while_prefect_is_away_leaves_in_bounded_time_and_the_dead_shift_is_closed_later(
    prefect: Prefect, prefect_server: PrefectServer, queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker(exit_grace_s=3)
    await queue.submit()
    await queue.until(JobState.COMPLETED, 1)
    await asyncio.to_thread(prefect_server.stop)
    await asyncio.to_thread(worker.terminate, 15)
    await asyncio.to_thread(prefect_server.start)
    (left,) = await prefect.shifts(worker.pid)
    assert left.state_type is StateType.RUNNING

    start_worker()

    async def closed() -> bool:
        return [s.state_type for s in await prefect.shifts(worker.pid)] == [StateType.CRASHED]

    await until(closed)


async def test_a_shift_that_ends_while_prefect_is_away_is_told_when_it_is_back(
    prefect: Prefect, prefect_server: PrefectServer, queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker(exit_grace_s=120)
    await queue.submit()
    await queue.until(JobState.COMPLETED, 1)
    await asyncio.to_thread(prefect_server.stop)
    worker.process.terminate()

    async def noticed() -> bool:
        return "shift_not_recorded" in worker.events()

    await until(noticed, 90)
    await asyncio.to_thread(prefect_server.start)
    assert await asyncio.to_thread(worker.process.wait, 100) == 0
    (shift,) = await prefect.shifts(worker.pid)
    assert shift.state_type is StateType.COMPLETED
    assert "the worker was stopped" in shift.state.message


async def test_deleting_the_run_of_a_shift_hands_jobs_back_and_the_next_shift_goes_on(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker()
    await queue.submit(MANY, "slow")
    await queue.until(JobState.COMPLETED, 2)
    (first,) = await prefect.shifts(worker.pid)
    await prefect.delete(first)

    async def another() -> bool:
        return [shift.id for shift in await prefect.shifts(worker.pid)] not in ([], [first.id])

    await until(another)
    await _some_more(queue)
    assert len(await prefect.shifts(worker.pid)) == 1
    assert {(await queue.job(job_id)).failed_attempts for job_id in queue.ids} == {0}
    # The operator is still heard.
    await prefect.pause_screen()

    async def cancelled() -> bool:
        return [s.state_type for s in await prefect.shifts(worker.pid)] == [StateType.CANCELLED]

    await until(cancelled)


async def test_a_run_by_hand_ends_with_the_queue(prefect: Prefect, queue: Queue, start_worker: StartWorker) -> None:
    jobs = await queue.submit(5)
    worker = start_worker("--by-hand")
    assert await asyncio.to_thread(worker.process.wait, 60) == 0
    assert await queue.count(JobState.COMPLETED) == 5
    await _recorded(prefect, jobs)


async def test_term_ends_a_run_by_hand_with_its_unstarted_jobs_back_in_the_queue(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    await queue.submit(MANY, "slow")
    worker = start_worker("--by-hand")
    await queue.until(JobState.COMPLETED, 2)
    assert worker.terminate() == 0
    assert await queue.count(JobState.RUNNING) == 0
    assert await queue.count(JobState.QUEUED) > 0
    assert {(await queue.job(job_id)).failed_attempts for job_id in queue.ids} == {0}


async def test_cancelling_the_shift_hands_jobs_back_and_waits_for_resume(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker()
    await queue.submit(MANY, "slow")
    await queue.until(JobState.COMPLETED, 2)
    (shift,) = await prefect.shifts(worker.pid)
    await prefect.cancel(shift)

    async def cancelled() -> bool:
        return [s.state_type for s in await prefect.shifts(worker.pid)] == [StateType.CANCELLED]

    await until(cancelled)
    assert await prefect.screen_is_paused()
    assert await queue.count(JobState.RUNNING) == 0
    waiting = await queue.count(JobState.QUEUED)
    assert waiting > 0
    await queue.submit()  # rings the worker, which must not open a shift
    await asyncio.sleep(1.5)
    assert len(await prefect.shifts(worker.pid)) == 1
    assert await queue.count(JobState.QUEUED) == waiting + 1

    await prefect.resume_screen()
    await _some_more(queue)
    assert len(await prefect.shifts(worker.pid)) == 2


async def test_pausing_screen_stops_claims_and_resuming_goes_on(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker()
    await queue.submit(MANY, "slow")
    await queue.until(JobState.COMPLETED, 2)
    await prefect.pause_screen()

    async def cancelled() -> bool:
        return [s.state_type for s in await prefect.shifts(worker.pid)] == [StateType.CANCELLED]

    await until(cancelled)
    (shift,) = await prefect.shifts(worker.pid)
    assert "`screen` is paused; resume it to go on" in shift.state.message
    assert await queue.count(JobState.RUNNING) == 0
    await prefect.resume_screen()
    await _some_more(queue)


async def test_a_batch_failure_hits_only_the_job_that_causes_it(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    start_worker(max_attempts=1)
    good = await queue.submit(31)
    (bad,) = await queue.submit(1, "brittle")
    good += await queue.submit(31)
    await queue.until(JobState.COMPLETED, 62)
    await queue.until(JobState.FAILED, 1)
    job = await queue.job(bad)
    assert (job.state, job.error_code, job.attempts) == (JobState.FAILED, "scorer_error", 1)
    await _recorded(prefect, [bad], StateType.FAILED)
    (run,) = await prefect.task_runs(bad)
    assert run.state.message.startswith("scorer_error: The model service failed repeatedly")
    assert "attempt 1" in run.state.message
    assert run.run_count == 3
    assert {(await queue.job(job_id)).state for job_id in good} == {JobState.COMPLETED}


async def test_what_passes_at_a_second_try_counts_no_attempt(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    start_worker(max_attempts=1)
    (job_id,) = await queue.submit(1, "hiccup")
    await queue.until(JobState.COMPLETED, 1)
    assert (await queue.job(job_id)).attempts == 1
    await _recorded(prefect, [job_id])
    (run,) = await prefect.task_runs(job_id)
    assert run.run_count == 2


async def test_jobs_that_go_back_are_claimed_again_by_the_same_shift_and_count_no_attempt(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    """A second claim may come before the job's first task has quite ended."""
    worker = start_worker()
    await queue.submit(60, "outage")
    await queue.until(JobState.COMPLETED, 60)
    assert {(await queue.job(job_id)).attempts for job_id in queue.ids} == {1}
    assert not {"stage_failed", "job_given_up", "leases_taken_over"} & set(worker.events())
    assert len(await prefect.shifts(worker.pid)) == 1


async def test_an_attempt_that_is_not_the_last_is_told_as_released(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    start_worker(max_attempts=2)
    (job_id,) = await queue.submit(1, "brittle")
    await queue.until(JobState.FAILED, 1)

    async def both() -> bool:
        runs = sorted(await prefect.task_runs(job_id), key=lambda run: run.created)
        return [run.state_name for run in runs] == ["Released", "Failed"]

    await until(both)


async def test_a_poison_job_fails_alone_among_63_good_ones(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    await queue.submit(30)
    (poison,) = await queue.submit(1, "poison")
    await queue.submit(33)
    deaths = 0
    worker = start_worker(lease_s=3)
    async with asyncio.timeout(120):
        while await queue.count(JobState.COMPLETED) + await queue.count(JobState.FAILED) < 64:
            if worker.process.poll() is not None:  # what the supervisor does
                deaths += 1
                worker = start_worker(lease_s=3)
            await asyncio.sleep(0.1)
    assert await queue.count(JobState.COMPLETED) == 63
    job = await queue.job(poison)
    assert (job.state, job.error_code, job.attempts) == (JobState.FAILED, "worker_lost", 3)
    assert deaths == 3
    # A neighbour of the first death is suspect once; none is dragged into the second.
    neighbours = [await queue.job(job_id) for job_id in queue.ids if job_id != poison]
    assert max(job.failed_attempts for job in neighbours) == 1


async def test_a_killed_worker_loses_nothing_and_nothing_is_recorded_twice(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    first = start_worker(lease_s=4)
    await queue.submit(30, "slow")
    await queue.until(JobState.COMPLETED, 3)
    first.kill()
    start_worker(lease_s=4)
    await queue.until(JobState.COMPLETED, 30)

    async def closed() -> bool:
        return [s.state_type for s in await prefect.shifts(first.pid)] == [StateType.CRASHED]

    await until(closed)


async def test_a_long_step_on_the_event_loop_costs_no_lease(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    """The lease is shorter than the step, and a second worker stands by to take over what expires."""
    start_worker(lease_s=4)
    start_worker(lease_s=4)
    (hog,) = await queue.submit(1, "hog")
    await queue.until(JobState.COMPLETED, 1)
    assert (await queue.job(hog)).attempts == 1


async def test_cancelling_a_running_job_drops_its_result(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    start_worker()
    # It has 4 s of work before it.
    *_, doomed = await queue.submit(20, "slow")

    async def claimed() -> bool:
        return (await queue.job(doomed)).state is JobState.RUNNING

    await until(claimed)
    await queue.repository.cancel("faults", doomed)
    await queue.until(JobState.COMPLETED, 19)
    job = await queue.job(doomed)
    assert (job.state, job.result) == (JobState.CANCELLED, None)

    async def dropped() -> bool:
        return [(r.state_type, r.state_name) for r in await prefect.task_runs(doomed)] == [
            (StateType.CANCELLED, "Dropped")
        ]

    await until(dropped)


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_the_memory_of_a_worker_stays_flat_over_5000_jobs(
    prefect: Prefect, queue: Queue, start_worker: StartWorker
) -> None:
    worker = start_worker(shift_max_jobs=2000)
    marks = []
    for done in range(1000, 7000, 1000):
        await queue.submit(1000)
        await queue.until(JobState.COMPLETED, done, timeout_s=120)
        marks.append(worker.rss_mb())
    # The first thousand fills pools and caches; the five after it must not grow.
    assert marks[-1] - marks[0] < 15, marks

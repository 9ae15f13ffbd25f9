"""What Prefect sees of screening: a flow run per shift, a task run per job named by its job id.

The task gets the job id and nothing else: parameters and tags of task runs travel in events (audio in them cost
70 MB in 16 s, tags stalled the shift in the concurrency API). Its stages' durations stand in its final state.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from prefect import State, Task, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import TaskRun
from prefect.context import FlowRunContext
from prefect.runtime import task_run
from prefect.states import Cancelled, Completed, Failed

from flows.screen.operator import Operator
from flows.screen.runtime import open_runtime
from flows.screen.screening import End, Outcome
from flows.screen.shift import Ending, Shift
from flows.screen.watch import watch
from speechscan.background import running
from speechscan.domain.job import Lease
from speechscan.errors import SpeechScanError
from speechscan.settings import Settings
from speechscan.telemetry import logs, tracing

# The shift that the present context belongs to: asyncio copies it into every task that the shift starts.
SHIFT: ContextVar[Shift] = ContextVar("shift")
# The lease that the present task works under. Not a parameter: those travel in events.
LEASE: ContextVar[Lease] = ContextVar("lease")
_RETRY_DELAYS_S = [0.2, 1.0]
_log = logs.get(__name__)


def _may_pass(_task: Task[..., object], _run: TaskRun, state: State[object]) -> bool:
    """Only exceptions are worth another attempt; a job that ended as failed has its answer."""
    return isinstance(state.data, Exception)


@task(
    name="screen-job",
    task_run_name="{job_id}",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=len(_RETRY_DELAYS_S),
    retry_delay_seconds=_RETRY_DELAYS_S,
    retry_condition_fn=_may_pass,
)
async def screen_job(job_id: str) -> State[None]:
    shift, lease = SHIFT.get(), LEASE.get()
    try:
        outcome = await shift.screen(lease)
    except Exception as error:
        if not isinstance(error, SpeechScanError):
            _log.exception("stage_failed", job_id=job_id, error=type(error).__name__)
        if not _is_last_try():
            raise
        # An exception's state would be Prefect's own, and might say Failed of a job that is queued again.
        outcome = await shift.give_up(lease, error)
    return _task_state(lease, outcome)


def _is_last_try() -> bool:
    return int(task_run.run_count) > len(_RETRY_DELAYS_S)


@flow(name="screen", persist_result=False, validate_parameters=False)
async def screen() -> State[None]:
    """Screens queued recordings. Pause this deployment to stop screening, resume it to go on.

    The screening worker keeps a run of this flow open at all times. A run started by hand is one more worker, which
    ends when the queue is empty.
    """
    shift = SHIFT.get(None)
    return await (_run_by_hand() if shift is None else _run(shift))


async def _run_by_hand() -> State[None]:
    settings = Settings.load()
    operator = Operator(settings.prefect_api_url)
    tracing.configure("worker", settings.otlp_endpoint)
    try:
        async with open_runtime(settings) as runtime:
            shift = Shift(runtime, once=True)
            async with running(watch(shift, operator, settings.control_poll_s)):
                with _ended_by_term(shift):
                    return await _run(shift)
    finally:
        await asyncio.to_thread(tracing.stop)


@contextmanager
def _ended_by_term(shift: Shift) -> Iterator[None]:
    """Prefect's worker stops a run, also a cancelled one, by TERM. Its own handler, which is set outside of the flow's
    body, would end it as Crashed with its leases held."""
    before = signal.getsignal(signal.SIGTERM)
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, shift.end, Ending.STOPPED)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
        signal.signal(signal.SIGTERM, before)


async def _run(shift: Shift) -> State[None]:
    SHIFT.set(shift)
    if context := FlowRunContext.get():
        shift.flow_run_id = context.flow_run.id if context.flow_run else None
    await shift.run(_start_task)
    return end_state(shift)


def end_state(shift: Shift) -> State[None]:
    """Of the shift's flow run."""
    if shift.ending is not None and shift.ending.is_cancel:
        return Cancelled(message=shift.report)
    return Completed(message=shift.report)


async def _start_task(lease: Lease) -> None:
    LEASE.set(lease)
    # return_state: a failed job is an answer, not an exception of the shift.
    # Prefect types an async call with return_state as if it were sync.
    await screen_job(str(lease.job_id), return_state=True)  # type: ignore[misc]


def _task_state(lease: Lease, outcome: Outcome) -> State[None]:
    timings = ", ".join(f"{stage} {ms:.0f} ms" for stage, ms in outcome.stages_ms.items())
    message = "; ".join(part for part in (outcome.detail, f"attempt {lease.attempt}", timings) if part)
    match outcome.end:
        case End.COMPLETED:
            return Completed(message=message)
        case End.FAILED:
            return Failed(message=message)
        case End.RELEASED | End.DROPPED:
            return Cancelled(name=outcome.end.value.capitalize(), message=message)

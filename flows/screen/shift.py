"""One shift: claims jobs, starts a task run for each, and ends for one of a few reasons.

Nothing here knows Prefect: `flow.py` gives `run` a way to start a task.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from enum import StrEnum
from uuid import UUID

from flows.screen.runtime import Runtime
from flows.screen.screening import End, Outcome
from speechscan.domain.job import Lease
from speechscan.errors import Unavailable
from speechscan.telemetry import logs, tracing

_log = logs.get(__name__)
# Looks by itself so often: for jobs whose delay has passed, and should a notification be lost.
_LOOK_S = 1.0

StartTask = Callable[[Lease], Awaitable[None]]
Ask = Callable[[], Awaitable[bool]]


class Ending(StrEnum):
    """Why a shift ended; the sentence stands in its final state."""

    STOPPED = "the worker was stopped"
    CANCELLED = "an operator cancelled the shift; resume the deployment `screen` to go on"
    DELETED = "its run was deleted in Prefect"
    PAUSED = "the deployment `screen` is paused; resume it to go on"
    IDLE = "no job for a while"
    DRAINED = "the queue is empty"
    ROLLED_OVER = "the next shift took over"

    @property
    def hands_jobs_back(self) -> bool:
        return self in (Ending.STOPPED, Ending.CANCELLED, Ending.DELETED, Ending.PAUSED)

    @property
    def is_cancel(self) -> bool:
        return self in (Ending.CANCELLED, Ending.DELETED, Ending.PAUSED)


class Shift:
    """`once`: end when the queue is empty (a run started from the UI), rather than after an idle while.
    `may_end` is asked before a shift ends of itself: that needs Prefect's API, so without it a shift stays open.
    """

    def __init__(self, runtime: Runtime, *, may_end: Ask | None = None, once: bool = False) -> None:
        self.runtime = runtime
        self.ending: Ending | None = None
        self.claims_ended = asyncio.Event()
        self.counts: Counter[End] = Counter()
        self.flow_run_id: UUID | None = None
        self.once = once
        self._may_end = may_end
        self._wake = runtime.bell.listener()
        # By token, not by job: a job that goes back may be claimed again before its first task has quite ended.
        self._leases: dict[UUID, Lease] = {}
        self._outcomes: dict[UUID, Outcome] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._claimed = 0
        self._backlog = False
        self._begun = self._last_job = time.monotonic()

    def end(self, reason: Ending) -> None:
        """Asks for the end. The first reason stays."""
        if self.ending is None:
            self.ending = reason
            if reason.hands_jobs_back:
                self.runtime.screening.give_back()
        self._wake.set()

    async def run(self, start_task: StartTask) -> None:
        """Claims until the end, then waits for the jobs under way."""
        try:
            while self.ending is None:
                self._wake.clear()
                if not await self._claim(start_task):
                    await self._end_if_due()
                    await self._rest()
        finally:
            self.claims_ended.set()
            await asyncio.gather(*self._tasks)
            self.runtime.bell.forget(self._wake)

    async def screen(self, lease: Lease) -> Outcome:
        """One attempt of a job's task. Called inside the task run."""
        with _traced(lease) as span, logs.bound(**_ids(lease), **span.log_fields):
            if self.ending is not None and self.ending.hands_jobs_back:
                await self.runtime.screening.release(lease)
                outcome = Outcome(End.RELEASED, "the shift ended before the job had begun; it is back in the queue")
            else:
                outcome = await self.runtime.screening.run(lease)
            self._outcomes[lease.token] = outcome
            span.set({"speechscan.end": outcome.end.value})
            _log.info("job_left", end=outcome.end.value, attempt=lease.attempt, stages_ms=outcome.stages_ms)
            return outcome

    async def give_up(self, lease: Lease, error: BaseException | None = None) -> Outcome:
        """After the last attempt of a job's task."""
        with logs.bound(**_ids(lease)):
            self._outcomes[lease.token] = outcome = await self.runtime.screening.give_up(lease, error)
            _log.warning("job_given_up", end=outcome.end.value, attempt=lease.attempt)
            return outcome

    @property
    def report(self) -> str:
        counts = ", ".join(f"{self.counts[end]} {end.value}" for end in End)
        return f"{counts}; {self.ending.value if self.ending else 'it broke off'}"

    async def _claim(self, start_task: StartTask) -> bool:
        """True if it claimed something, so that it is worth to try again at once."""
        limit = self.runtime.settings.claim_limit
        free = limit - len(self._leases)
        # With a backlog, claims of one job each time one ends would cost a query a job: let half the places get free.
        if self.runtime.dependencies.away or free <= 0 or (self._backlog and free < limit // 2):
            return False
        if any(lease.suspect for lease in self._leases.values()):  # it runs alone until it ends
            return False
        try:
            # Asked of the keeper, since the shift before this one may still be ending.
            alone, claimed_at = self.runtime.keeper.holds_none, time.monotonic()
            leases = await self.runtime.queue.claim(self.runtime.owner, free, alone=alone)
        except Unavailable as error:
            self.runtime.dependencies.report_away(error.dependency)
            return False
        if self.ending is not None:  # it was asked for while the claim was under way
            for lease in leases:
                await self.runtime.screening.release(lease)
            return False
        self._backlog = len(leases) == free
        if leases:
            self.runtime.metrics.batch("claim", len(leases))
        for lease in leases:
            self._begin(lease, start_task, claimed_at)
        return bool(leases)

    def _begin(self, lease: Lease, start_task: StartTask, claimed_at: float) -> None:
        self._claimed += 1
        self._last_job = time.monotonic()
        self._leases[lease.token] = lease
        self.runtime.keeper.hold(lease)
        task = asyncio.create_task(self._work(lease, start_task, claimed_at))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, lease: Lease, start_task: StartTask, claimed_at: float) -> None:
        try:
            await start_task(lease)
            if lease.token not in self._outcomes:  # the task broke outside of our own code
                await self.give_up(lease)
            outcome = self._outcomes[lease.token]
            self.counts[outcome.end] += 1
            self.runtime.metrics.left(lease, outcome, claimed_at)
        finally:
            self.runtime.keeper.let_go(lease)
            self._outcomes.pop(lease.token, None)
            del self._leases[lease.token]
            self._last_job = time.monotonic()
            self._wake.set()

    async def _end_if_due(self) -> None:
        due = self._due()
        if due is not None and (self._may_end is None or await self._may_end()):
            self.end(due)

    def _due(self) -> Ending | None:
        settings, now = self.runtime.settings, time.monotonic()
        idle = not self._leases and not self.runtime.dependencies.away
        if idle and self.once:
            return Ending.DRAINED
        if idle and now - self._last_job > settings.shift_idle_s:
            return Ending.IDLE
        if now - self._begun > settings.shift_max_age_s or self._claimed >= settings.shift_max_jobs:
            return Ending.ROLLED_OVER
        return None

    async def _rest(self) -> None:
        if self.ending is not None:
            return
        try:
            await asyncio.wait_for(self._wake.wait(), _LOOK_S)
        except TimeoutError:
            return


def _traced(lease: Lease) -> AbstractContextManager[tracing.Span]:
    told: dict[str, tracing.Value] = {"speechscan.job_id": str(lease.job_id), "speechscan.attempt": lease.attempt}
    return tracing.span("screen job", parent=lease.traceparent, attributes=told)


def _ids(lease: Lease) -> dict[str, str | None]:
    return {"job_id": str(lease.job_id), "request_id": lease.request_id}

"""One job, from its lease to its end in the queue. Knows nothing of Prefect."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from flows.screen.batcher import MicroBatcher
from flows.screen.dependencies import Dependencies
from flows.screen.stages import Decoded, NoteBatch, Stages
from speechscan.db.queue import Finished, JobQueue
from speechscan.domain.job import JobState, Lease
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.result import Said, Score, said, screening_result
from speechscan.errors import Interrupted, RecordingError, ScorerError, Unavailable
from speechscan.telemetry import logs, tracing

_log = logs.get(__name__)
# One commit takes up to so many results; while it is under way, the next ones gather.
_RECORD_BATCH = 64
_RETRY_DELAY_S = 2.0
T = TypeVar("T")


class End(StrEnum):
    """How a job left the worker."""

    COMPLETED = "completed"
    FAILED = "failed"
    RELEASED = "released"
    DROPPED = "dropped"


@dataclass(slots=True)
class Outcome:
    end: End
    detail: str = ""
    stages_ms: dict[str, float] = field(default_factory=dict)
    code: str = ""
    """Of a failure."""
    said: Said | None = None
    """Of a recorded result."""


class ShiftEnding(Exception):
    """The shift stops before this job has begun."""


class Screening:
    def __init__(
        self,
        queue: JobQueue,
        stages: Stages,
        dependencies: Dependencies,
        gate: QualityGate,
        has_lost: Callable[[Lease], bool],
        note_batch: NoteBatch,
    ) -> None:
        self._queue = queue
        self._stages = stages
        self._dependencies = dependencies
        self._gate = gate
        self._has_lost = has_lost
        self._note_batch = note_batch
        self._recording: MicroBatcher[Finished, bool] = MicroBatcher(self._record, max_batch=_RECORD_BATCH, parallel=1)

    def give_back(self) -> None:
        self._stages.give_back(ShiftEnding)

    async def run(self, lease: Lease) -> Outcome:
        """Takes the job through its stages and writes its end. Raises what may pass by itself (for a retry of the
        task); everything else becomes an outcome."""
        stages_ms: dict[str, float] = {}
        try:
            finished, what = await self._through_stages(lease, stages_ms)
            with _timed(stages_ms, "record"):
                recorded = await self._recording.submit(finished)
        except RecordingError as error:
            return await self._failed(lease, error, stages_ms)
        except ShiftEnding:
            await self.release(lease)
            return Outcome(End.RELEASED, "the shift ended before the job had begun; it is back in the queue", stages_ms)
        except _LeaseLost:
            return await self._dropped(lease, stages_ms)
        except Unavailable as error:
            return await self._waits_for(error, lease, stages_ms)
        if not recorded:
            return await self._dropped(lease, stages_ms)
        return Outcome(End.COMPLETED, "", stages_ms, said=what)

    async def give_up(self, lease: Lease, error: BaseException | None) -> Outcome:
        """After the task's own retries: counts an attempt. The last one ends the job."""
        scorer = isinstance(error, ScorerError)
        code, what = (ScorerError.code, "The model service") if scorer else ("internal_error", "The analysis")
        detail = f"{what} failed repeatedly for a reason on our side. Send the recording again later."
        state = await self._persist(
            lambda: self._queue.retry_later(lease, delay_s=_RETRY_DELAY_S, code=code, detail=detail)
        )
        if state is None:
            return await self._dropped(lease, {})
        if state is JobState.QUEUED:
            return Outcome(End.RELEASED, f"attempt {lease.attempt} failed; the job is back in the queue")
        return Outcome(End.FAILED, f"{code}: {detail}", code=code)

    async def release(self, lease: Lease, *, suspect: bool = False) -> None:
        """Back to the queue, uncounted."""
        await self._persist(lambda: self._queue.release([lease], suspect=suspect))

    async def _through_stages(self, lease: Lease, stages_ms: dict[str, float]) -> tuple[Finished, Said]:
        with _timed(stages_ms, "validate"):
            recording = await self._stages.validate(lease)
        self._check_lease(lease)
        # Side by side: neither needs the other, and the store takes as long as the model.
        _, score = await asyncio.gather(
            self._store(lease, recording, stages_ms), self._score(lease, recording, stages_ms)
        )
        self._check_lease(lease)
        told = screening_result(score, recording.quality, self._gate)
        return Finished(lease, told, stages_ms), said(score, recording.quality, self._gate)

    async def _store(self, lease: Lease, recording: Decoded, stages_ms: dict[str, float]) -> None:
        with _timed(stages_ms, "store"):
            await self._stages.store(lease, recording)

    async def _score(self, lease: Lease, recording: Decoded, stages_ms: dict[str, float]) -> Score:
        with _timed(stages_ms, "score"):
            return await self._stages.score(lease, recording)

    def _check_lease(self, lease: Lease) -> None:
        # What it would still do is not worth doing.
        if self._has_lost(lease):
            raise _LeaseLost

    async def _record(self, batch: Sequence[Finished]) -> list[bool]:
        self._note_batch("record", len(batch))
        held = await self._persist(lambda: self._queue.complete(batch))
        return [finished.lease.job_id in held for finished in batch]

    async def _failed(self, lease: Lease, error: RecordingError, stages_ms: dict[str, float]) -> Outcome:
        held = await self._persist(
            lambda: self._queue.fail(lease, code=error.code, detail=error.detail, stages_ms=stages_ms)
        )
        if not held:
            return await self._dropped(lease, stages_ms)
        return Outcome(End.FAILED, f"{error.code}: {error.detail}", stages_ms, code=error.code)

    async def _waits_for(self, error: Unavailable, lease: Lease, stages_ms: dict[str, float]) -> Outcome:
        self._dependencies.report_away(error.dependency)
        interrupted = isinstance(error, Interrupted)
        if interrupted and lease.suspect:
            # It broke the connection while it ran alone, and not for the first time: the job is the likely cause.
            return await self.give_up(lease, error)
        await self.release(lease, suspect=interrupted)
        return Outcome(End.RELEASED, f"{error.dependency} is away; the job is back in the queue, uncounted", stages_ms)

    async def _dropped(self, lease: Lease, stages_ms: dict[str, float]) -> Outcome:
        """Cancelled, erased, or taken over: nothing was recorded. What is not kept of it goes."""
        if not await self._persist(lambda: self._queue.keeps(lease.job_id)):
            try:
                await self._stages.erase(lease.job_id)
            except Unavailable as error:
                # The housekeeping flow sweeps what is not kept, so nothing stays for good.
                _log.warning("erase_postponed", job_id=str(lease.job_id), dependency=error.dependency)
        return Outcome(End.DROPPED, "the job was cancelled, erased or taken over; nothing was recorded", stages_ms)

    async def _persist(self, write: Callable[[], Awaitable[T]]) -> T:
        """Repeats a fenced write while the database is away. The lease may expire meanwhile; the fence tells."""
        while True:
            try:
                return await write()
            except Unavailable as error:
                self._dependencies.report_away(error.dependency)
                await self._dependencies.wait_for(error.dependency)


class _LeaseLost(Exception):
    """The job was cancelled, erased or taken over while it ran."""


@contextmanager
def _timed(stages_ms: dict[str, float], stage: str) -> Iterator[None]:
    begun = time.perf_counter()
    try:
        with tracing.span(stage):
            yield
    finally:
        stages_ms[stage] = round((time.perf_counter() - begun) * 1000, 2)

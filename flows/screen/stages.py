"""The stages of one job on real parts: validate, store, score, record."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import UUID

from flows.screen.batcher import MicroBatcher
from speechscan.domain.job import Lease
from speechscan.domain.quality import Quality
from speechscan.domain.result import Score
from speechscan.errors import NotFound, RecordingError
from speechscan.scorer import Scorer, Trace
from speechscan.storage import ObjectStore, canonical_key, job_prefix
from speechscan.telemetry import tracing

T = TypeVar("T")
NoteBatch = Callable[[str, int], None]
"""Hears of each batch its stage and its size."""
# Threads mostly wait for the store; 16 keep two cores' decoders fed.
_STORE_THREADS = 16
# Two batches under way: one is being scored while the next is being sent.
_SCORE_BATCH = 32
_SCORE_PARALLEL = 2


class Decoded(Protocol):
    """What a decoder returns; `speechscan.audio.Recording` is the real one."""

    @property
    def pcm16(self) -> bytes: ...
    @property
    def flac(self) -> bytes: ...
    @property
    def quality(self) -> Quality: ...


class Decoder(Protocol):
    async def decode(self, data: bytes) -> Decoded: ...


class Stages(Protocol):
    """What a job goes through before its result is recorded. Each call may be repeated."""

    async def validate(self, lease: Lease) -> Decoded: ...
    async def store(self, lease: Lease, recording: Decoded) -> None: ...
    async def score(self, lease: Lease, recording: Decoded) -> Score: ...
    async def erase(self, job_id: UUID) -> None:
        """Removes what `store` may have written for a job that was erased meanwhile."""
        ...

    def give_back(self, reason: Callable[[], Exception]) -> None:
        """Fails what waits for a stage and has not begun."""
        ...


@dataclass(frozen=True, slots=True)
class ToScore:
    """traceparent: of the stage's span, since the batch that takes it along runs in another context."""

    lease: Lease
    pcm16: bytes
    traceparent: str | None


@dataclass(frozen=True, slots=True)
class RealStages:
    _objects: ObjectStore
    _threads: ThreadPoolExecutor
    _decoding: MicroBatcher[Lease, Decoded]
    _scoring: MicroBatcher[ToScore, Score]

    @classmethod
    def on(
        cls, objects: ObjectStore, decoder: Decoder, scorer: Scorer, decode_processes: int, note_batch: NoteBatch
    ) -> RealStages:
        threads = ThreadPoolExecutor(_STORE_THREADS, thread_name_prefix="store")

        async def decode(leases: Sequence[Lease]) -> list[Decoded]:
            (lease,) = leases
            try:
                data = await _in_thread(threads, lambda: objects.get(lease.object_key))
            except NotFound:
                raise RecordingError("recording_missing", "The recording is no longer stored. Send it again.") from None
            return [await decoder.decode(data)]

        async def score(clips: Sequence[ToScore]) -> list[Score]:
            note_batch("score", len(clips))
            leases = [clip.lease for clip in clips]
            trace = Trace(
                job_ids=tuple(str(lease.job_id) for lease in leases),
                request_ids=tuple(lease.request_id for lease in leases if lease.request_id),
                traceparents=tuple(clip.traceparent for clip in clips),
            )
            return await scorer.score([clip.pcm16 for clip in clips], trace)

        # One more than there are processes: its bytes are fetched while the others decode.
        decoding = MicroBatcher(decode, max_batch=1, parallel=decode_processes + 1)
        return cls(
            objects,
            threads,
            decoding,
            MicroBatcher(score, max_batch=_SCORE_BATCH, parallel=_SCORE_PARALLEL),
        )

    async def validate(self, lease: Lease) -> Decoded:
        return await self._decoding.submit(lease)

    async def store(self, lease: Lease, recording: Decoded) -> None:
        key = canonical_key(lease.job_id)
        await _in_thread(self._threads, lambda: self._objects.put(key, recording.flac, "audio/flac"))

    async def score(self, lease: Lease, recording: Decoded) -> Score:
        return await self._scoring.submit(ToScore(lease, recording.pcm16, tracing.traceparent()))

    async def erase(self, job_id: UUID) -> None:
        await _in_thread(self._threads, lambda: self._objects.delete_prefix(job_prefix(job_id)))

    def give_back(self, reason: Callable[[], Exception]) -> None:
        # Only what no stage has touched: a decoded job is nearly done, and is let through.
        self._decoding.give_back(reason)


async def _in_thread(threads: ThreadPoolExecutor, call: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(threads, call)

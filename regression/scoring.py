"""A model version on the clips of a reference set: in this process, and through a running service.

Both treat a clip as a client's recording: its quality is measured on the samples as the decoder does it, and the
verdict is the one that a job's result would hold.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from registry.onnx_scorer import OnnxScorer
from registry.training.progress import Progress, counted, silent
from regression.references.reference import Reference, ReferenceClip
from regression.scored import Scored
from regression.sounds import Sounds
from speechscan.audio import quality
from speechscan.domain.quality import Quality
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.result import ModelRef, Score, verdict_on
from speechscan.errors import Conflict
from speechscan.scorer import Scorer, Trace

STAGE = "scoring"
# Small, so that a client's clip does not wait long behind one; and some are on the way, so that the service always has
# work: with one at a time, of 32 clips, it did 0.83 of what the bare model does in a loop.
_BATCH, _AHEAD = 8, 2


class ModelSwapped(Conflict):
    """The service scored the clips of one set with two versions."""


def score(
    reference: Reference, sounds: Sounds, scorer: OnnxScorer, gate: QualityGate, progress: Progress = silent
) -> list[Scored]:
    """In the order of the reference's clips, each timed. Raises RecordingError for a clip that no model takes."""
    tick = counted(progress, f"{STAGE} {reference.name}", len(reference.clips))
    scored = []
    for clip in reference.clips:
        heard = _hear(clip, sounds)
        begun = time.perf_counter()
        said = scorer.score(heard.pcm16)
        milliseconds = 1000 * (time.perf_counter() - begun)
        scored.append(_scored(heard, said, gate, milliseconds))
        tick()
    return scored


async def score_served(
    reference: Reference,
    sounds: Sounds,
    scorer: Scorer,
    gate: QualityGate,
    progress: Progress = silent,
    *,
    model: ModelRef | None = None,
    batch: int = _BATCH,
) -> list[Scored]:
    """The same through a running service, in batches: the next ones are loaded, measured and sent while one is scored.

    model   the version that must answer; by default any, if it is one
    Raises what `Scorer.score` raises, and ModelSwapped when another version answers. Nothing is timed: what a clip
    takes among others on a wire is no property of the model."""
    tick = counted(progress, f"{STAGE} {reference.name}", len(reference.clips))
    trace = Trace(request_ids=(f"regression-{reference.title}",))
    scored: list[Scored] = []
    under_way: deque[asyncio.Task[_Answered]] = deque()

    async def answered(clips: Sequence[ReferenceClip]) -> _Answered:
        heard = await asyncio.to_thread(lambda: [_hear(clip, sounds) for clip in clips])
        return heard, await scorer.score([one.pcm16 for one in heard], trace)

    async def take() -> None:
        nonlocal model
        heard, scores = await under_way.popleft()
        model = _one_version(scores, model)
        for one, said in zip(heard, scores, strict=True):
            scored.append(_scored(one, said, gate))
            tick()

    try:
        for clips in _batches(reference.clips, batch):
            under_way.append(asyncio.create_task(answered(clips)))
            if len(under_way) > _AHEAD:
                await take()
        while under_way:
            await take()
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
    return scored


@dataclass(frozen=True, slots=True)
class _Heard:
    clip: ReferenceClip
    pcm16: bytes
    quality: Quality


_Answered = tuple[list[_Heard], list[Score]]


def _hear(clip: ReferenceClip, sounds: Sounds) -> _Heard:
    samples = sounds(clip)
    return _Heard(clip, samples.astype("<i2").tobytes(), quality.measure(samples))


def _batches(clips: Sequence[ReferenceClip], size: int) -> Iterator[Sequence[ReferenceClip]]:
    for start in range(0, len(clips), size):
        yield clips[start : start + size]


def _one_version(scores: Sequence[Score], expected: ModelRef | None) -> ModelRef | None:
    for model in {score.model for score in scores}:
        expected = expected or model
        if model != expected:
            raise ModelSwapped(
                f"Version {model.version} answered while version {expected.version} was being judged. Run it again."
            )
    return expected


def _scored(heard: _Heard, said: Score, gate: QualityGate, milliseconds: float | None = None) -> Scored:
    return Scored(
        clip=heard.clip,
        probability=said.probability,
        familiar=said.familiar,
        status=verdict_on(said, heard.quality, gate).status,
        measurements=said.measurements,
        milliseconds=milliseconds,
    )

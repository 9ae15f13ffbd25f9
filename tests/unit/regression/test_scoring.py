"""A version on a reference set, in this process and through a service."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest

from registry import bundle
from registry.onnx_scorer import OnnxScorer
from registry.pcm import Pcm
from regression.references.phantoms import phantom_reference, phantom_sounds
from regression.references.reference import Reference, ReferenceClip
from regression.scoring import ModelSwapped, score, score_served
from speechscan.audio import quality
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.result import ModelRef, Score, screening_result
from speechscan.domain.verdict import Status
from speechscan.errors import RecordingError, Unavailable
from speechscan.scorer import MemoryScorer, Trace

GATE = QualityGate()
ONE, TWO = ModelRef("speechscan", "1"), ModelRef("speechscan", "2")


@pytest.fixture(scope="module")
def scorer() -> OnnxScorer:
    return OnnxScorer(bundle.read(bundle.SHIPPED), ONE)


@pytest.fixture(scope="module")
def reference() -> Reference:
    """Every fifth phantom, the noisiest among them."""
    whole = phantom_reference()
    noisiest = [clip for clip in whole.clips if clip.phantom and clip.phantom.endswith("-3db-noise")]
    return replace(whole, clips=(*whole.clips[::5], *noisiest))


class Service:
    """The real model behind the service's edge, without a socket."""

    def __init__(self, scorer: OnnxScorer, models: Sequence[ModelRef] = (ONE,)) -> None:
        self._scorer = scorer
        self._models = models
        self.traces: list[tuple[str, ...]] = []

    async def score(self, clips: Sequence[bytes], trace: Trace = Trace()) -> list[Score]:  # noqa: B008 - frozen
        model = self._models[min(len(self.traces), len(self._models) - 1)]
        self.traces.append(trace.request_ids)
        scores = await asyncio.to_thread(lambda: [self._scorer.score(clip) for clip in clips])
        return [replace(said, model=model) for said in scores]

    async def champion(self) -> ModelRef:
        return self._models[0]


def test_each_clip_is_judged_as_a_client_would_hear_it(scorer: OnnxScorer, reference: Reference) -> None:
    told: list[int] = []
    scored = score(reference, phantom_sounds, scorer, GATE, lambda _, done, total: told.append(done))
    assert [one.clip for one in scored] == list(reference.clips)
    assert told == list(range(len(scored) + 1))
    for one in scored:
        samples = phantom_sounds(one.clip)
        document = screening_result(scorer.score(samples.tobytes()), quality.measure(samples), GATE)
        assert (one.status, one.probability) == (document["status"], document["probability"])
        assert one.measurements == document["measurements"]
        assert one.milliseconds is not None
        assert one.milliseconds > 0


def test_the_quality_gate_is_part_of_the_verdict(scorer: OnnxScorer, reference: Reference) -> None:
    noisy = replace(reference, clips=reference.clips[-1:])
    assert score(noisy, phantom_sounds, scorer, GATE)[0].status is Status.INCONCLUSIVE
    strict = QualityGate(min_speech_s=60)
    assert {one.status for one in score(reference, phantom_sounds, scorer, strict)} == {Status.INCONCLUSIVE}


@pytest.mark.parametrize("batch", [1, 3, 100])
async def test_served_equals_offline_in_batches_of_any_size(
    scorer: OnnxScorer, reference: Reference, batch: int
) -> None:
    service = Service(scorer)
    served = await score_served(reference, phantom_sounds, service, GATE, batch=batch)
    assert [replace(one, milliseconds=None) for one in score(reference, phantom_sounds, scorer, GATE)] == served
    assert service.traces == [("regression-phantoms@1",)] * -(-len(reference.clips) // batch)


async def test_the_next_batch_is_loaded_while_one_is_scored(reference: Reference) -> None:
    second = threading.Event()

    def sounds(clip: ReferenceClip) -> Pcm:
        if clip is reference.clips[2]:
            second.set()
        return phantom_sounds(clip)

    class Waiting(MemoryScorer):
        """Scores its first batch only once the second one is being loaded."""

        async def score(self, clips: Sequence[bytes], trace: Trace = Trace()) -> list[Score]:  # noqa: B008 - frozen
            assert await asyncio.to_thread(second.wait, 20)
            return await super().score(clips, trace)

    service = Waiting()
    assert len(await score_served(reference, sounds, service, GATE, batch=2)) == len(reference.clips)
    assert service.batches[:2] == [2, 2]


async def test_a_set_is_judged_by_one_version(scorer: OnnxScorer, reference: Reference) -> None:
    # Several batches are on the way at once, and either may be answered first.
    with pytest.raises(ModelSwapped, match=r"Version [12] answered while version [12]"):
        await score_served(reference, phantom_sounds, Service(scorer, (ONE, TWO)), GATE, batch=4)
    with pytest.raises(ModelSwapped, match="Version 1 answered while version 2"):
        await score_served(reference, phantom_sounds, Service(scorer), GATE, model=TWO)
    assert await score_served(reference, phantom_sounds, Service(scorer, (TWO,)), GATE, model=TWO)


async def test_an_empty_set_asks_nobody(reference: Reference) -> None:
    service = MemoryScorer()
    assert await score_served(replace(reference, clips=()), phantom_sounds, service, GATE) == []
    assert service.batches == []


async def test_what_goes_wrong_is_told(scorer: OnnxScorer, reference: Reference) -> None:
    away = MemoryScorer()
    away.away = True
    with pytest.raises(Unavailable):
        await score_served(reference, phantom_sounds, away, GATE, batch=2)

    def lost(clip: ReferenceClip) -> Pcm:
        if clip is reference.clips[3]:
            raise LookupError("no sound")
        return phantom_sounds(clip)

    with pytest.raises(LookupError, match="no sound"):
        await score_served(reference, lost, MemoryScorer(), GATE, batch=2)
    with pytest.raises(RecordingError):
        score(reference, lambda clip: phantom_sounds(clip)[:8000], scorer, GATE)

"""What the service answers, without BentoML."""

from __future__ import annotations

import pytest

from bentos.model_slot import ModelSlot
from bentos.screening import Screening
from registry import bundle
from registry.bundle import SHIPPED
from registry.pcm import from_float
from registry.versions import CHAMPION, MemoryRegistry
from regression.phantoms import vowel
from speechscan.scorer import wire

CLIP = from_float(vowel(1, duration_s=1.5)).tobytes()


@pytest.fixture
def slot() -> ModelSlot:
    registry = MemoryRegistry()
    registry.set_alias(CHAMPION, registry.register(bundle.read(SHIPPED)))
    return ModelSlot(registry, "speechscan")


@pytest.fixture
def screening(slot: ModelSlot) -> Screening:
    slot.refresh()
    return Screening(slot)


def test_without_a_model_it_is_not_ready_and_answers_503(slot: ModelSlot) -> None:
    screening = Screening(slot)
    assert not screening.ready
    assert screening.score(wire.pack([CLIP]), None, None)[0] == 503
    assert screening.champion()[0] == 503


def test_a_score_carries_model_and_policy(screening: Screening) -> None:
    status, document = screening.score(wire.pack([CLIP, CLIP]), "request", "job")
    first, second = wire.decode_scores(document)
    assert (status, screening.ready) == (200, True)
    assert first == second
    assert (first.model.name, first.model.version) == ("speechscan", "1")
    assert first.policy == bundle.read(SHIPPED).policy
    assert screening.champion() == (200, {"name": "speechscan", "version": "1"})


@pytest.mark.parametrize("body", [b"", b"abc", wire.pack([CLIP]) + b"x"])
def test_a_malformed_body_is_400(screening: Screening, body: bytes) -> None:
    assert screening.score(body, None, None)[0] == 400


def test_one_clip_too_short_refuses_the_batch(screening: Screening) -> None:
    status, document = screening.score(wire.pack([CLIP, b"\0\0"]), None, None)
    assert (status, document["code"]) == (422, "model_refused")

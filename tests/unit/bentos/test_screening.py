"""What the service answers, without BentoML."""

from __future__ import annotations

from pathlib import Path

import pytest

from bentos.admission import OneVersion, OnlyShipped
from bentos.model_slot import ModelSlot
from bentos.screening import Screening
from registry import bundle
from registry.bundle import SHIPPED
from registry.pcm import from_float
from registry.versions import CHAMPION, MemoryRegistry
from regression.phantoms import vowel
from speechscan.scorer import wire
from tests.embedding_model import embedding_model

CLIP = from_float(vowel(1, duration_s=1.5)).tobytes()


@pytest.fixture
def slot() -> ModelSlot:
    registry = MemoryRegistry()
    registry.set_alias(CHAMPION, registry.register(bundle.read(SHIPPED)))
    return ModelSlot(registry, OnlyShipped(registry))


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


def test_a_version_with_a_backbone_scores_a_clip_alike_in_any_company(tmp_path: Path) -> None:
    registry = MemoryRegistry()
    slot = ModelSlot(registry, OneVersion(registry.register(embedding_model(tmp_path))))
    slot.refresh()
    screening = Screening(slot)
    others = [from_float(vowel(seed, duration_s=1.0 + seed / 4)).tobytes() for seed in range(2, 6)]
    (alone,) = wire.decode_scores(screening.score(wire.pack([CLIP]), None, None)[1])
    beside = wire.decode_scores(screening.score(wire.pack([*others, CLIP]), None, None)[1])
    assert beside[-1] == alone
    assert len({score.probability for score in beside}) == len(beside)


@pytest.mark.parametrize("body", [b"", b"abc", wire.pack([CLIP]) + b"x"])
def test_a_malformed_body_is_400(screening: Screening, body: bytes) -> None:
    assert screening.score(body, None, None)[0] == 400


def test_one_clip_too_short_refuses_the_batch(screening: Screening) -> None:
    status, document = screening.score(wire.pack([CLIP, b"\0\0"]), None, None)
    assert (status, document["code"]) == (422, "model_refused")


def test_scorings_are_counted_by_clip_and_a_recordings_own_fault_is_no_failure(
    screening: Screening, slot: ModelSlot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screening.score(wire.pack([CLIP, CLIP, b"\0\0"]), None, None)
    assert (slot.state().scored, slot.state().failed) == (2, 0)

    def broken(_: bytes) -> None:
        raise FloatingPointError("the model gave no number")

    monkeypatch.setattr(slot.scorer, "score", broken)
    with pytest.raises(FloatingPointError):
        screening.score(wire.pack([CLIP, CLIP]), None, None)
    assert (slot.state().scored, slot.state().failed) == (2, 1)


def test_without_a_model_it_says_why(slot: ModelSlot) -> None:
    registry = MemoryRegistry()
    empty = ModelSlot(registry, OnlyShipped(registry))
    empty.refresh()
    status, document = Screening(empty).score(wire.pack([CLIP]), None, None)
    assert (status, "No version bears the alias" in document["error"]) == (503, True)

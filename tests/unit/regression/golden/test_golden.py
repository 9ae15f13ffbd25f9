"""Golden scores: what is equal, what differs, and what has changed since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from registry import bundle
from registry.bundle import SHIPPED, Bundle
from registry.onnx_scorer import OnnxScorer
from regression.golden import document
from regression.golden.command import CANNOT_TELL, DIFFERENT, EQUAL, Job, exit_code, judge
from regression.golden.differences import CLIP, FAMILIAR, PROBABILITY, VERDICT, compare
from regression.golden.environment import Change, Environment
from regression.golden.golden import Golden, golden_of, name_of
from regression.golden.shelf import GoldenFile, GoldenStore, Shelf
from regression.references.phantoms import phantom_reference, phantom_sounds
from regression.references.reference import Reference
from regression.scored import Scored
from regression.scoring import score
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.result import ModelRef
from speechscan.domain.verdict import Status
from speechscan.errors import InvalidRequest
from speechscan.storage import MemoryStore

GATE = QualityGate()
RENEW = "If this is meant, write them anew: speechscan regress --golden --write"


@pytest.fixture(scope="module")
def shipped() -> Bundle:
    return bundle.read(SHIPPED)


@pytest.fixture(scope="module")
def scorer(shipped: Bundle) -> OnnxScorer:
    return OnnxScorer(shipped, ModelRef("speechscan", "shipped"))


@pytest.fixture(scope="module")
def reference() -> Reference:
    return phantom_reference()


@pytest.fixture(scope="module")
def scored(scorer: OnnxScorer, reference: Reference) -> list[Scored]:
    return score(reference, phantom_sounds, scorer, GATE)


@pytest.fixture(scope="module")
def golden(shipped: Bundle, reference: Reference, scored: list[Scored]) -> Golden:
    return golden_of(shipped.digest, reference, scored, GATE)


def test_the_shipped_model_still_says_what_it_said(shipped: Bundle, reference: Reference, scored: list[Scored]) -> None:
    stored = GoldenFile().get(shipped.digest, reference)
    assert stored is not None
    found = compare(stored, scored, model=shipped.digest, reference=reference, gate=GATE)
    assert found.equal, f"{found.found[:5]} after {found.changes}. {RENEW}"
    assert found.compared == len(reference.clips)
    assert (stored.model, stored.reference) == (shipped.digest, reference.sha256), RENEW


def test_what_is_written_is_read(golden: Golden, scored: list[Scored]) -> None:
    read = document.read(document.written(golden))
    assert (read.model, read.reference, read.title) == (golden.model, golden.reference, golden.title)
    assert read.environment == golden.environment == Environment.present()
    found = compare(read, scored, 1e-6)
    assert found.equal
    assert found.largest < 1e-7
    assert (found.changes, found.otherwise) == ((), 0)


def test_another_schema_is_not_read(golden: Golden) -> None:
    with pytest.raises(ValueError, match="another schema"):
        document.read(document.written(golden).replace('"schema": 1', '"schema": 2'))


def _first(scored: list[Scored], change: Callable[[Scored], Scored]) -> list[Scored]:
    return [change(scored[0]), *scored[1:]]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda one: replace(one, probability=one.probability + 0.002), PROBABILITY),
        (lambda one: replace(one, familiar=not one.familiar), FAMILIAR),
        (lambda one: replace(one, status=Status.INCONCLUSIVE), VERDICT),
        (lambda one: replace(one, measurements={**one.measurements, "f0_hz": one.measurements["f0_hz"] + 1}), "f0_hz"),
        (lambda one: replace(one, measurements={**one.measurements, "new": 1.0}), "new"),
        (lambda one: replace(one, measurements={k: v for k, v in one.measurements.items() if k != "hnr_db"}), "hnr_db"),
    ],
)
def test_a_clip_that_differs_is_named_with_what_differs(
    golden: Golden, scored: list[Scored], change: Callable[[Scored], Scored], what: str
) -> None:
    (found,) = compare(golden, _first(scored, change)).found
    assert (found.clip, found.what) == (name_of(scored[0].clip), what)
    assert found.golden != found.now


def test_within_the_tolerance_is_equal(golden: Golden, scored: list[Scored]) -> None:
    near = _first(
        scored,
        lambda one: replace(
            one,
            probability=one.probability + 0.0009,
            measurements={**one.measurements, "f0_hz": one.measurements["f0_hz"] + 0.5},  # of a range of 525 Hz
        ),
    )
    assert compare(golden, near).equal
    assert compare(golden, near).largest == pytest.approx(0.0009)
    assert {one.what for one in compare(golden, near, 1e-4).found} == {PROBABILITY, "f0_hz"}


def test_clips_on_one_side_only_are_told(golden: Golden, scored: list[Scored]) -> None:
    lost = compare(golden, scored[1:])
    assert [(one.clip, one.what, one.now) for one in lost.found] == [(name_of(scored[0].clip), CLIP, None)]
    fewer = replace(golden, scores=golden.scores[1:])
    assert [(one.what, one.golden) for one in compare(fewer, scored).found] == [(CLIP, None)]


def test_a_phantom_is_known_by_its_name_when_its_sound_changed(golden: Golden, scored: list[Scored]) -> None:
    other = _first(scored, lambda one: replace(one, clip=replace(one.clip, sha256="0" * 64)))
    found = compare(golden, other)
    assert (found.equal, found.otherwise) == (True, 1)


def test_what_has_changed_is_told(golden: Golden, scored: list[Scored], reference: Reference) -> None:
    then = golden.environment
    now = replace(then, python="3.12.0", code="a" * 40, packages={**then.packages, "numpy": "3.0", "onnx": "1"})
    gate = QualityGate(min_snr_db=10)
    before = replace(golden, environment=replace(then, code="b" * 40))
    found = compare(
        before, scored, model="another", reference=replace(reference, sha256="0" * 64), gate=gate, environment=now
    )
    assert found.changes == (
        Change("model", golden.model, "another"),
        Change("reference set", golden.reference, "0" * 64),
        Change("quality gate, min_snr_db", "6", "10"),
        Change("python", then.python, "3.12.0"),
        Change("code", "b" * 40, "a" * 40),
        Change("numpy", then.packages["numpy"], "3.0"),
        Change("onnx", None, "1"),
    )


@pytest.mark.parametrize(
    "make", [lambda path: GoldenStore(MemoryStore()), lambda path: GoldenFile(path / "golden.json")]
)
def test_a_shelf_gives_what_was_put(
    make: Callable[[Path], Shelf], tmp_path: Path, golden: Golden, reference: Reference, scored: list[Scored]
) -> None:
    shelf = make(tmp_path)
    assert shelf.get(golden.model, reference) is None
    shelf.put(golden)
    found = shelf.get(golden.model, reference)
    assert found is not None
    assert compare(found, scored).equal


def test_the_store_keeps_versions_and_sets_apart(golden: Golden, reference: Reference) -> None:
    store = GoldenStore(objects := MemoryStore())
    store.put(golden)
    assert list(objects.objects) == [f"golden/{golden.model}/{reference.sha256}.json"]
    assert store.get("another", reference) is None
    assert store.get(golden.model, replace(reference, sha256="0" * 64)) is None


def test_a_file_that_cannot_be_written_is_a_sentence(golden: Golden, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="cannot be written"):
        GoldenFile(tmp_path / "no" / "golden.json").put(golden)


def test_a_version_is_judged_on_its_sets(shipped: Bundle, scorer: OnnxScorer, reference: Reference) -> None:
    few = replace(reference, clips=reference.clips[:3])
    job = Job(few, phantom_sounds, GoldenStore(MemoryStore()))
    before = judge(shipped.digest, scorer, [job], GATE)
    assert (exit_code(before), before[0].differences) == (CANNOT_TELL, None)
    assert exit_code(judge(shipped.digest, scorer, [job], GATE, write=True)) == EQUAL
    assert exit_code(judge(shipped.digest, scorer, [job], GATE)) == EQUAL
    louder = replace(job, sounds=lambda clip: phantom_sounds(clip)[:32000])
    changed = judge(shipped.digest, scorer, [job, louder], GATE)
    assert exit_code(changed) == DIFFERENT
    assert [one.differences is not None and one.differences.equal for one in changed] == [True, False]
    unknown = replace(job, reference=replace(few, sha256="0" * 64))
    assert exit_code(judge(shipped.digest, scorer, [job, unknown], GATE)) == CANNOT_TELL
    assert exit_code(judge(shipped.digest, scorer, [louder, unknown], GATE)) == DIFFERENT

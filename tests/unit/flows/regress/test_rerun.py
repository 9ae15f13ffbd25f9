"""A reference set scored anew, by the in-memory scorer and store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import numpy as np
import pytest

from flows.regress.champion import Champion, NotServed, served_champion
from flows.regress.report import markdown, sentence
from flows.regress.rerun import rerun
from flows.regress.sets import jobs
from registry.pcm import Pcm
from regression.accuracy.by_subgroup import accuracy
from regression.gate import policy
from regression.golden.command import Job
from regression.golden.golden import golden_of
from regression.golden.shelf import GoldenStore
from regression.references.errors import NoReference
from regression.references.reference import Kind, Reference, ReferenceClip
from regression.scoring import ModelSwapped
from speechscan.domain.accuracy import Sample
from speechscan.domain.ledger import Event, NewEntry
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.regression_run import RegressionOutcome
from speechscan.domain.report import Report, ReportKind
from speechscan.domain.result import ModelRef
from speechscan.ledger import MemoryLedger
from speechscan.scorer import MemoryScorer
from speechscan.storage import MemoryStore

GATE, POLICY = QualityGate(), policy.read()
# What `MemoryScorer` calls itself.
CHAMPION = Champion(ModelRef("in-memory", "0"), "a" * 64)
REPORT = Report(UUID(int=5), ReportKind.REGRESSION, datetime(2026, 11, 1, tzinfo=UTC), "equal")


def sounds(clip: ReferenceClip) -> Pcm:
    t = np.arange(32_000) / 16_000
    return (8000 * np.sin(2 * np.pi * int(clip.sha256) * t)).astype(np.int16)


def reference(kind: Kind = Kind.CLINICAL) -> Reference:
    labels = ("healthy", "dysarthric")
    clips = tuple(ReferenceClip(str(100 + 10 * n), f"s{n}", labels[n % 2], 2.0, corpus="c") for n in range(12))
    return Reference("clinic", 3, kind, "b" * 64, clips, datetime(2026, 11, 1, tzinfo=UTC))


@pytest.fixture
def job() -> Job:
    return Job(reference(), sounds, GoldenStore(MemoryStore()))


def by_first_bytes(clip: bytes) -> float:
    return (sum(clip[:4000]) % 997) / 997


async def test_without_golden_scores_those_of_now_are_stored_and_said_to_be(job: Job) -> None:
    first = await rerun(job, CHAMPION, MemoryScorer(by_first_bytes), GATE, POLICY)
    assert first.outcome is RegressionOutcome.STORED
    assert "stored now" in sentence(first)
    again = await rerun(job, CHAMPION, MemoryScorer(by_first_bytes), GATE, POLICY)
    assert (again.outcome, again.differing) == (RegressionOutcome.EQUAL, [])
    assert "12 clips say what they said" in sentence(again)


async def test_a_moved_score_is_told_with_its_clip(job: Job) -> None:
    await rerun(job, CHAMPION, MemoryScorer(by_first_bytes), GATE, POLICY)
    moved = await rerun(job, CHAMPION, MemoryScorer(lambda clip: by_first_bytes(clip) * 0.99), GATE, POLICY)
    assert moved.outcome is RegressionOutcome.DIFFERENT
    assert 0 < len(moved.differing) <= 12
    assert moved.differing[0] in sentence(moved)
    page = markdown([moved], REPORT)
    assert all(f"| {clip} | probability |" in page for clip in moved.differing)
    row = moved.row(None, "a key")
    assert (row.reference, row.clips, row.differing) == ("clinic@3", 12, len(moved.differing))
    assert row.largest == pytest.approx(0.01, abs=0.01)
    assert moved.document()["differences"]["found"]


async def test_only_clinical_sets_have_figures(job: Job) -> None:
    scored = await rerun(job, CHAMPION, MemoryScorer(by_first_bytes), GATE, POLICY)
    row = scored.row(None, None)
    assert row.figures == accuracy(job.reference, scored.scored, POLICY)
    assert row.floor == {"auc": 0.65, "sensitivity": 0.6, "specificity": 0.55}
    (decided,) = [one for one in row.figures if one.figure == "decided"]
    assert (decided.healthy, decided.dysarthric, decided.bounds) == (Sample(6, 6), Sample(6, 6), None)
    made = replace(job, reference=reference(Kind.PHANTOMS))
    assert (await rerun(made, CHAMPION, MemoryScorer(by_first_bytes), GATE, POLICY)).row(None, None).figures == ()


async def test_golden_scores_of_another_version_are_not_compared_with(job: Job) -> None:
    other = await rerun(job, CHAMPION, MemoryScorer(by_first_bytes), GATE, POLICY)
    job.shelf.put(golden_of("f" * 64, job.reference, other.scored, GATE))
    mine = Champion(CHAMPION.model, "e" * 64)
    assert (await rerun(job, mine, MemoryScorer(by_first_bytes), GATE, POLICY)).outcome is RegressionOutcome.STORED


async def test_another_version_that_answers_ends_it_and_nothing_is_stored(job: Job) -> None:
    expected = Champion(ModelRef("in-memory", "7"), "a" * 64)
    with pytest.raises(ModelSwapped):
        await rerun(job, expected, MemoryScorer(by_first_bytes), GATE, POLICY)
    assert job.shelf.get(expected.digest, job.reference) is None


def ledger(version: str) -> MemoryLedger:
    made = MemoryLedger()
    made.append(NewEntry(event=Event.BOOTSTRAP, actor="test", model_name="m", version=version, digest="a" * 64))
    return made


async def test_the_ledgers_champion_must_serve() -> None:
    assert await served_champion(ledger("0"), MemoryScorer(), "m") == CHAMPION
    with pytest.raises(NotServed, match="Version 0 serves, but version 4 is the champion"):
        await served_champion(ledger("4"), MemoryScorer(), "m", within_s=0)
    with pytest.raises(NotServed, match="knows no champion"):
        await served_champion(MemoryLedger(), MemoryScorer(), "m")


def test_the_phantoms_are_always_among_the_sets_unless_others_are_named() -> None:
    assert [job.reference.name for job in jobs(MemoryStore())] == ["phantoms"]
    assert [job.reference.name for job in jobs(MemoryStore(), ["phantoms"])] == ["phantoms"]
    with pytest.raises(NoReference):
        jobs(MemoryStore(), ["clinic"])

"""Each kind of bad row in the real database is found and named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.validation import results as validation
from flows.validation.results import validate
from flows.validation.summary import markdown
from flows.window import Window
from registry import bundle
from registry.data.report import Severity
from registry.measures.measurement import MEASUREMENTS
from registry.versions import MemoryRegistry
from regression.validation.check import Validation
from speechscan.db.results import ResultRepository
from speechscan.db.tables import results as results_table
from tests.integration.screened import CLIPS as ALL_CLIPS
from tests.integration.screened import NOON, POLICY, Row, put

# Great Expectations warns of its own use of other libraries.
pytestmark = pytest.mark.filterwarnings("default")

# Of the training's own clips some have a value that is not usual.
USUAL = {one.name: (one.low, one.high) for one in MEASUREMENTS}
CLIPS = [
    clip
    for clip in ALL_CLIPS
    if all(USUAL[name][0] <= value <= USUAL[name][1] for name, value in clip.measurements.items())
]
WINDOW = Window(NOON, NOON + timedelta(days=1))
BAD = 3


@pytest.fixture
def registry() -> MemoryRegistry:
    made = MemoryRegistry()
    made.register(bundle.read(bundle.SHIPPED))
    return made


async def checked(engine: AsyncEngine, registry: MemoryRegistry) -> Validation:
    return await validate(ResultRepository(engine), registry, WINDOW)


def only_third(change: Callable[[Row, Row], object]) -> Callable[[Row, Row], object]:
    numbers = iter(range(1000))
    return lambda job, result: change(job, result) if next(numbers) == BAD else None


def measured(name: str, value: float | None, reason: str | None = None) -> Callable[[Row, Row], object]:
    def change(_: Row, result: Row) -> None:
        told = result["document"]
        told["measurements"].pop(name, None)
        told["unmeasured"].pop(name, None)
        if value is not None:
            told["measurements"][name] = value
        if reason is not None:
            told["unmeasured"][name] = reason

    return change


def decided(status: str, probability: float) -> Callable[[Row, Row], object]:
    def change(_: Row, result: Row) -> None:
        result.update(status=status, probability=probability)
        result["document"].update(status=status, probability=probability)

    return change


def of_version(version: str) -> Callable[[Row, Row], object]:
    def change(_: Row, result: Row) -> None:
        result["model_version"] = version
        result["document"]["model"]["version"] = version

    return change


SECOND = timedelta(seconds=1)
BETWEEN = (POLICY.abstain_low + POLICY.abstain_high) / 2
KINDS: dict[str, tuple[Callable[[Row, Row], object], set[str]]] = {
    "no result": (lambda job, result: result.clear(), {"result_there"}),
    "job not completed": (lambda job, result: job.update(state="failed"), {"job_completed"}),
    "unknown format": (lambda job, result: job.update(format="aiff"), {"format_known"}),
    "row unlike document": (lambda job, result: result["document"].update(probability=0.123), {"row_as_document"}),
    "familiar unlike document": (lambda job, result: result.update(familiar=None), {"row_as_document"}),
    "never started": (lambda job, result: job.update(started_at=None), {"started_given"}),
    "never finished": (lambda job, result: job.update(finished_at=None), {"finished_given"}),
    "started too soon": (
        lambda job, result: job.update(started_at=job["created_at"] - SECOND), {"started_after_creation"}
    ),
    "finished too soon": (
        lambda job, result: job.update(finished_at=job["started_at"] - SECOND / 2), {"finished_after_start"}
    ),
    "no version": (of_version(""), {"model_version_given"}),
    "unknown version": (of_version("77"), {"model_version_registered"}),
    "unknown verdict": (decided("mild", 0.1), {"verdict_known"}),
    "probability above 1": (decided("dysarthric", 1.5), {"probability_possible"}),
    "healthy in the band": (decided("healthy", BETWEEN), {"verdict_as_bounds"}),
    "dysarthric in the band": (decided("dysarthric", BETWEEN), {"verdict_as_bounds"}),
    "absent without reason": (measured("hnr_db", None), {"absent_with_reason"}),
    "jitter in percent": (measured("jitter_local", 2.5), {"jitter_local_possible", "jitter_local_usual"}),
    "negative": (measured("f0_tremor_depth", -0.01), {"f0_tremor_depth_possible", "f0_tremor_depth_usual"}),
    "more than the whole": (measured("voiced_fraction", 1.01), {"voiced_fraction_possible", "voiced_fraction_usual"}),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
async def test_a_bad_row_is_named(engine: AsyncEngine, registry: MemoryRegistry, kind: str) -> None:
    change, rules = KINDS[kind]
    made = await put(engine, CLIPS[:8], NOON, only_third(change))

    found = await checked(engine, registry)

    assert {one.rule for one in found.failures} == rules
    assert all(one.jobs == (str(made[BAD]),) for one in found.failures)
    assert found.outcome == "failed"
    assert found.rows == 8
    for rule in rules:
        assert rule in markdown(WINDOW, found)
    assert str(made[BAD]) in markdown(WINDOW, found)
    assert found.errors[0].rule in found.sentence
    assert all(one["expectation"].startswith("expect_") for one in found.summary()["failures"])


async def test_a_second_result_of_a_job_is_named(engine: AsyncEngine, registry: MemoryRegistry) -> None:
    (job_id, *_) = await put(engine, CLIPS[:8], NOON)
    async with engine.begin() as db:
        await db.execute(text("alter table results drop constraint pk_results"))
        row = (await db.execute(text("select * from results where job_id = :id"), {"id": job_id})).mappings().one()
        await db.execute(insert(results_table), [dict(row)])

    found = await checked(engine, registry)

    assert [(one.rule, one.jobs) for one in found.failures] == [("job_once", (str(job_id),))]


async def test_sound_results_pass(engine: AsyncEngine, registry: MemoryRegistry) -> None:
    await put(engine, ALL_CLIPS, NOON)
    found = await checked(engine, registry)
    assert found.outcome == "passed"
    assert found.sentence == f"All {len(ALL_CLIPS)} results are sound."
    assert {one.severity for one in found.failures} == {Severity.WARNING}


async def test_an_unusual_value_is_a_warning_and_fails_nothing(engine: AsyncEngine, registry: MemoryRegistry) -> None:
    made = await put(engine, CLIPS[:8], NOON, only_third(measured("jitter_local", 0.12)))
    found = await checked(engine, registry)
    assert [(one.rule, one.severity, one.jobs) for one in found.failures] == [
        ("jitter_local_usual", Severity.WARNING, (str(made[BAD]),))
    ]
    assert found.outcome == "passed"


async def test_absent_with_a_reason_is_sound(engine: AsyncEngine, registry: MemoryRegistry) -> None:
    await put(engine, CLIPS[:8], NOON, only_third(measured("hnr_db", None, "There is no voice.")))
    assert (await checked(engine, registry)).failures == ()


async def test_only_what_ended_in_the_window_is_looked_at(engine: AsyncEngine, registry: MemoryRegistry) -> None:
    await put(engine, CLIPS[:2], NOON - timedelta(hours=1), lambda job, result: job.update(format="aiff"))
    await put(engine, CLIPS[:2], WINDOW.end, lambda job, result: job.update(format="aiff"))
    found = await checked(engine, registry)
    assert (found.outcome, found.rows, found.failures) == ("empty", 0, ())


async def test_batches_are_one_check(
    engine: AsyncEngine, registry: MemoryRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validation, "_BATCH", 3)

    def spoil(job: Row, result: Any) -> None:
        if job["created_at"].minute % 2:
            job["format"] = "aiff"

    made = await put(engine, CLIPS[:8], NOON, spoil)
    found = await checked(engine, registry)
    assert found.rows == 8
    (failure,) = found.failures
    assert set(failure.jobs) == {str(job_id) for job_id in made[1::2]}


async def test_jobs_that_ended_otherwise_need_no_result(engine: AsyncEngine, registry: MemoryRegistry) -> None:
    states = iter(["queued", "failed", "cancelled", "deleted", "completed"])

    def ended_otherwise(job: Row, result: Row) -> None:
        job["state"] = next(states)
        if job["state"] != "completed":
            result.clear()

    await put(engine, CLIPS[:5], NOON, ended_otherwise)
    found = await checked(engine, registry)
    assert (found.rows, found.outcome) == (1, "passed")

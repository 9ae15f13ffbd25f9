"""From outcomes in the database to the figures at /metrics."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from api.metrics.live_accuracy import LiveAccuracyGauges
from flows.live_accuracy.figures import figures
from speechscan.db.jobs import JobRepository
from speechscan.db.keys import KeyRepository
from speechscan.db.live_accuracy import LiveAccuracyRepository
from speechscan.db.outcomes import OutcomeRepository
from speechscan.db.tables import jobs, results
from speechscan.domain.live_accuracy import JudgedJob
from speechscan.domain.outcome import Confirmation, Label
from speechscan.domain.verdict import Status

Samples = dict[tuple[str, tuple[str, ...]], float]


@pytest.fixture
async def key_id(engine: AsyncEngine) -> UUID:
    key, _ = await KeyRepository(engine).create("clinic", ["annotate"])
    return key.id


async def judge(
    engine: AsyncEngine,
    key_id: UUID,
    *labels: Label,
    subject: str | None,
    probability: float,
    model: str = "speechscan",
) -> UUID:
    """A completed job with its outcomes, the last of which counts."""
    job_id = uuid4()
    row = {"id": job_id, "owner": "clinic", "state": "completed", "format": "wav", "size_bytes": 1, "object_key": "k"}
    status = "dysarthric" if probability > 0.5 else "healthy"
    result = {"job_id": job_id, "status": status, "probability": probability, "document": {}}
    async with engine.begin() as db:
        await db.execute(insert(jobs).values(row | {"user_hash": subject}))
        await db.execute(insert(results).values(result | {"model_name": model, "model_version": "7"}))
    for label in labels:
        await OutcomeRepository(engine).record("clinic", job_id, Confirmation(label), key_id=key_id)
    return job_id


async def test_the_newest_outcome_counts_and_a_job_of_nobody_stands_for_itself(
    engine: AsyncEngine, key_id: UUID
) -> None:
    corrected = await judge(engine, key_id, Label.HEALTHY, Label.DYSARTHRIC, subject=None, probability=0.9)
    await judge(engine, key_id, Label.HEALTHY, subject="a" * 64, probability=0.2)
    await judge(engine, key_id, subject="b" * 64, probability=0.2)
    await judge(engine, key_id, Label.HEALTHY, subject="c" * 64, probability=0.2, model="another")
    erased = await judge(engine, key_id, Label.HEALTHY, subject="d" * 64, probability=0.2)
    await JobRepository(engine).erase("clinic", erased)

    found = await LiveAccuracyRepository(engine).judged("speechscan")

    assert sorted(found, key=lambda one: one.label) == [
        JudgedJob("7", str(corrected), Label.DYSARTHRIC, Status.DYSARTHRIC, 0.9),
        JudgedJob("7", "a" * 64, Label.HEALTHY, Status.HEALTHY, 0.2),
    ]


async def _scraped(engine: AsyncEngine) -> Samples:
    gauges = LiveAccuracyGauges()
    await gauges.refresh(LiveAccuracyRepository(engine))
    return {
        (sample.name, tuple(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in gauges.collect()
        for sample in family.samples
    }


async def test_metrics_show_what_was_computed_last(engine: AsyncEngine, key_id: UUID) -> None:
    repository = LiveAccuracyRepository(engine)
    assert await _scraped(engine) == {}
    for number in range(10):
        await judge(engine, key_id, Label.HEALTHY, subject=f"{number}", probability=0.1)
    await judge(engine, key_id, Label.DYSARTHRIC, subject="x", probability=0.9)
    await repository.replace(figures(await repository.judged("speechscan")))

    shown = await _scraped(engine)

    name = "speechscan_live_accuracy"
    assert shown[name, ("value", "specificity", "7")] == shown[name, ("high", "specificity", "7")] == 1
    assert 0.5 < shown[name, ("low", "specificity", "7")] < 1
    assert (name, ("value", "sensitivity", "7")) not in shown
    assert shown[f"{name}_too_few", ("sensitivity", "7")] == 1
    assert shown[f"{name}_too_few", ("specificity", "7")] == 0
    assert shown[f"{name}_subjects", ("auc", "healthy", "7")] == 10
    assert shown[f"{name}_jobs", ("auc", "dysarthric", "7")] == 1
    assert shown[f"{name}_computed_timestamp_seconds", ("7",)] > 0

    await repository.replace(figures([]))
    assert await _scraped(engine) == {}


async def test_figures_come_back_as_they_were_stored(engine: AsyncEngine, key_id: UUID) -> None:
    for number in range(10):
        await judge(engine, key_id, Label.DYSARTHRIC, subject=f"{number}", probability=0.1 if number < 3 else 0.9)
    repository = LiveAccuracyRepository(engine)
    made = figures(await repository.judged("speechscan"))
    await repository.replace(made)

    stored = await repository.figures()

    without_time = [(one.figure, one.bounds, one.healthy, one.dysarthric) for one in stored]
    assert without_time == sorted(
        ((one.figure, one.bounds, one.healthy, one.dysarthric) for one in made), key=lambda one: one[0]
    )
    assert all(one.computed_at for one in stored)


async def test_a_database_that_is_away_leaves_the_scrape_without_figures(settings) -> None:
    from pydantic import SecretStr

    from speechscan.db.engine import async_engine

    nowhere = SecretStr("postgresql+psycopg://x@127.0.0.1:1/x")
    engine = async_engine(settings.model_copy(update={"database_url": nowhere}))
    gauges = LiveAccuracyGauges()
    await gauges.refresh(LiveAccuracyRepository(engine))
    await engine.dispose()

    assert [sample for family in gauges.collect() for sample in family.samples] == []

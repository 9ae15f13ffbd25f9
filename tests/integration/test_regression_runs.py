"""What regression runs found, in a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.ext.asyncio import AsyncEngine

from api.metrics.regression import RegressionGauges
from speechscan.db.engine import sync_engine
from speechscan.db.regression_runs import latest, record
from speechscan.domain.regression_run import Auc, RegressionOutcome, RegressionRun
from speechscan.settings import Settings

RUN = RegressionRun(
    model_name="m",
    model_version="3",
    model_digest="d",
    reference="clinic@1",
    reference_sha256="s",
    outcome=RegressionOutcome.EQUAL,
    clips=10,
    differing=0,
    largest=1e-7,
    auc=Auc(0.8, 0.7, 0.9),
    clips_per_s=20.0,
    flow_run_id=None,
    report_key=None,
)
PHANTOMS = replace(RUN, reference="phantoms@1", auc=None)


@pytest.fixture
def db(settings: Settings) -> Iterator[Engine]:
    made = sync_engine(settings)
    yield made
    made.dispose()


async def test_the_last_run_of_each_set_counts(db: Engine, engine: AsyncEngine) -> None:
    assert await latest(engine) == []
    record(db, [RUN, PHANTOMS], whole=True)
    record(db, [replace(RUN, outcome=RegressionOutcome.DIFFERENT, differing=2)], whole=False)
    found = {run.reference: run for run in await latest(engine)}
    assert found["clinic@1"].outcome is RegressionOutcome.DIFFERENT
    assert found["phantoms@1"].outcome is RegressionOutcome.EQUAL
    assert found["clinic@1"].auc == Auc(0.8, 0.7, 0.9)
    assert found["phantoms@1"].auc is None


async def test_a_set_that_the_last_whole_run_left_out_is_forgotten(db: Engine, engine: AsyncEngine) -> None:
    record(db, [RUN, PHANTOMS], whole=True)
    record(db, [PHANTOMS, replace(RUN, reference="clinic@2")], whole=True)
    assert [run.reference for run in await latest(engine)] == ["clinic@2", "phantoms@1"]


async def test_nothing_is_written_of_a_run_that_cannot_be_written_whole(db: Engine, engine: AsyncEngine) -> None:
    with pytest.raises(Exception, match="outcome"):
        record(db, [RUN, replace(RUN, outcome="better")], whole=True)  # type: ignore[arg-type]
    assert await latest(engine) == []


async def test_the_gauges_of_a_metrics_page(db: Engine, engine: AsyncEngine) -> None:
    record(db, [replace(RUN, outcome=RegressionOutcome.DIFFERENT), PHANTOMS], whole=True)
    with db.begin() as connection:
        connection.execute(text("update regression_runs set at = at - interval '1 hour'"))
    gauges = RegressionGauges()
    await gauges.refresh(engine)
    found = {(s.name, *s.labels.values()): s.value for family in gauges.collect() for s in family.samples}
    assert found["speechscan_regression_ok", "clinic@1"] == 0
    assert found["speechscan_regression_ok", "phantoms@1"] == 1
    assert found["speechscan_regression_age_seconds", "phantoms@1"] >= 3600
    assert found["speechscan_champion_auc", "clinic@1", "low"] == 0.7
    assert ("speechscan_champion_auc", "phantoms@1", "low") not in found

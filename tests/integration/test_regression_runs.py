"""What regression runs found, in a real PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import Engine, text
from sqlalchemy.ext.asyncio import AsyncEngine

from api.metrics.regression import RegressionGauges
from flows.regress.champion import Champion
from flows.regress.kept import kept
from flows.regress.rerun import Rerun
from regression.accuracy.by_subgroup import accuracy
from regression.accuracy.floor import floor
from regression.gate import policy
from regression.golden.differences import compare
from regression.golden.golden import golden_of
from speechscan.db.engine import sync_engine
from speechscan.db.migrate import alembic_config, upgrade
from speechscan.db.regression_runs import latest, record
from speechscan.db.reports import ReportFilter, ReportRepository
from speechscan.domain.accuracy import AccuracyFigure, Bounds, Sample
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.regression_run import LastFigure, RegressionOutcome, RegressionRun
from speechscan.domain.report import ReportKind
from speechscan.domain.result import ModelRef
from speechscan.errors import Unavailable
from speechscan.settings import Settings
from speechscan.storage import MemoryStore
from tests.scored_clips import logits, people, reference, scores

TEN, TWENTY, FEW = Sample(20, 10), Sample(40, 20), Sample(3, 3)
FIGURES = (
    AccuracyFigure("auc", Bounds(0.8, 0.7, 0.9), TWENTY, TEN),
    AccuracyFigure("decided", Bounds(0.75, 0.6, 0.85), TWENTY, TEN),
    AccuracyFigure("auc", None, TEN, FEW, "sex=female"),
    AccuracyFigure("decided", None, TEN, FEW, "sex=female"),
)
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
    figures=FIGURES,
    floor={"auc": 0.65, "sensitivity": 0.6},
    clips_per_s=20.0,
    flow_run_id=None,
    report_key=None,
)
PHANTOMS = replace(RUN, reference="phantoms@1", figures=())


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
    assert found["clinic@1"].figures == (
        LastFigure("all", "auc", Bounds(0.8, 0.7, 0.9), 20, 10),
        LastFigure("all", "decided", Bounds(0.75, 0.6, 0.85), 20, 10),
        LastFigure("sex=female", "auc", None, 10, 3),
        LastFigure("sex=female", "decided", None, 10, 3),
    )
    assert found["phantoms@1"].figures == ()
    assert found["clinic@1"].floor == RUN.floor


async def test_a_set_that_the_last_whole_run_left_out_is_forgotten(db: Engine, engine: AsyncEngine) -> None:
    record(db, [RUN, PHANTOMS], whole=True)
    record(db, [PHANTOMS, replace(RUN, reference="clinic@2")], whole=True)
    assert [run.reference for run in await latest(engine)] == ["clinic@2", "phantoms@1"]


async def test_nothing_is_written_of_a_run_that_cannot_be_written_whole(db: Engine, engine: AsyncEngine) -> None:
    with pytest.raises(Exception, match="outcome"):
        record(db, [RUN, replace(RUN, outcome="better")], whole=True)  # type: ignore[arg-type]
    with pytest.raises(Exception, match="pk_regression_figures"):
        record(db, [replace(RUN, figures=FIGURES[:1] * 2)], whole=True)
    assert await latest(engine) == []


async def test_the_gauges_of_a_metrics_page(db: Engine, engine: AsyncEngine) -> None:
    record(db, [replace(RUN, outcome=RegressionOutcome.DIFFERENT), PHANTOMS], whole=True)
    with db.begin() as connection:
        connection.execute(text("update regression_runs set at = at - interval '1 hour'"))
    found = await shown(engine)
    assert found["speechscan_regression_ok", "clinic@1"] == 0
    assert found["speechscan_regression_ok", "phantoms@1"] == 1
    assert found["speechscan_regression_age_seconds", "phantoms@1"] >= 3600


async def shown(engine: AsyncEngine) -> dict[tuple[str, ...], float]:
    """Name and label values -> value, as a process that has just started shows it."""
    gauges = RegressionGauges()
    await gauges.refresh(engine)
    return {(s.name, *s.labels.values()): s.value for family in gauges.collect() for s in family.samples}


async def test_the_gauges_of_the_champions_accuracy(db: Engine, engine: AsyncEngine) -> None:
    record(db, [replace(RUN, floor={"auc": 0.5}), PHANTOMS], whole=True)
    record(db, [RUN], whole=False)
    found = await shown(engine)
    names = [f"speechscan_champion_accuracy{end}" for end in ("", "_speakers", "_floor")]
    assert {key: value for key, value in found.items() if key[0] in names} == {
        (names[0], "auc", "clinic@1", "all", "value"): 0.8,
        (names[0], "auc", "clinic@1", "all", "low"): 0.7,
        (names[0], "auc", "clinic@1", "all", "high"): 0.9,
        (names[0], "decided", "clinic@1", "all", "value"): 0.75,
        (names[0], "decided", "clinic@1", "all", "low"): 0.6,
        (names[0], "decided", "clinic@1", "all", "high"): 0.85,
        (names[1], "clinic@1", "all", "healthy"): 20,
        (names[1], "clinic@1", "all", "dysarthric"): 10,
        (names[1], "clinic@1", "sex=female", "healthy"): 10,
        (names[1], "clinic@1", "sex=female", "dysarthric"): 3,
        # Of the newest run, though the phantoms' was by another policy.
        (names[2], "auc"): 0.65,
        (names[2], "sensitivity"): 0.6,
    }


async def test_an_auc_from_before_there_were_figures_is_one_of_them(settings: Settings, engine: AsyncEngine) -> None:
    there = sync_engine(settings)
    record(there, [RUN, PHANTOMS], whole=True)
    command.downgrade(alembic_config(settings), "0006")
    with there.connect() as old:
        query = text("select reference, auc, auc_low, auc_high from regression_runs order by reference")
        assert old.execute(query).all() == [("clinic@1", 0.8, 0.7, 0.9), ("phantoms@1", None, None, None)]
    there.dispose()
    upgrade(settings)
    clinic, phantoms = await latest(engine)
    assert clinic.figures == (LastFigure("all", "auc", Bounds(0.8, 0.7, 0.9), None, None),)
    assert (clinic.floor, phantoms.figures) == ({}, ())
    assert ("speechscan_champion_accuracy_speakers", "clinic@1", "all", "healthy") not in await shown(engine)


def rerun(version: str = "3", moved: float = 0.0) -> Rerun:
    clips = people(24)
    said = scores(clips, logits(clips))
    made, champion = reference(clips, "clinic"), Champion(ModelRef("m", version), "a" * 64)
    golden = golden_of(champion.digest, made, said, QualityGate())
    now = [replace(said[0], probability=abs(said[0].probability - moved)), *said[1:]]
    differences = compare(golden, now, 1e-3, model=champion.digest, gate=QualityGate())
    asked = policy.read()
    return Rerun(made, champion, now, differences, accuracy(made, now, asked), floor(asked), 1.0)


async def test_a_run_leaves_one_report_however_often_it_is_tried(db: Engine, engine: AsyncEngine) -> None:
    reports, objects, run_id = ReportRepository(engine), MemoryStore(), uuid4()
    await kept(reports, objects, db, [rerun()], run_id, whole=True)
    made = await kept(reports, objects, db, [rerun(moved=0.2)], run_id, whole=True)

    (found,) = await reports.list(ReportFilter(kinds=(ReportKind.REGRESSION,)))
    assert found == made
    assert (found.outcome, found.model_version, found.flow_run_id) == ("different", "3", run_id)
    (told,) = found.summary["sets"]
    assert (told["reference"], told["version"], told["missed"]) == ("clinic@1", "3", [])
    assert set(objects.objects) == {found.html_key, found.json_key}
    assert "How good version 3 is on clinic@1" in objects.get(str(found.html_key)).decode()
    (last,) = await latest(engine)
    assert last.outcome is RegressionOutcome.DIFFERENT
    written = json.loads(objects.get(str(found.json_key)))["sets"][0]["figures"]
    assert {(one["subgroup"], one["figure"]) for one in written} == {(f.subgroup, f.figure) for f in last.figures}
    (auc,) = [one.bounds for one in last.figures if (one.subgroup, one.figure) == ("all", "auc")]
    assert auc is not None
    assert told["accuracy"]["auc"] == auc.document()


async def test_without_the_store_nothing_is_told(db: Engine, engine: AsyncEngine) -> None:
    objects = MemoryStore()
    objects.away = True
    with pytest.raises(Unavailable):
        await kept(ReportRepository(engine), objects, db, [rerun()], uuid4(), whole=True)
    assert await latest(engine) == []
    assert await ReportRepository(engine).list(ReportFilter()) == []

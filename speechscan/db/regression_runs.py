"""What regression runs found: written by the flow, read for the metrics."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.tables import regression_figures as figures
from speechscan.db.tables import regression_runs as table
from speechscan.domain.accuracy import AccuracyFigure, Bounds
from speechscan.domain.regression_run import LastFigure, LastRun, RegressionOutcome, RegressionRun


def record(engine: Engine, runs: Sequence[RegressionRun], *, whole: bool) -> None:
    """All at once, so that no reader sees half of a run. whole: they cover every reference set in use."""
    with translated(), engine.begin() as db:
        for run in runs:
            _insert(db, run, whole)


async def latest(engine: AsyncEngine) -> list[LastRun]:
    """Of each reference set, the last, in the order of their names; without sets that the last whole run no longer
    covered: those are retired, or are older versions of their name."""
    runs = _latest().subquery("runs")
    # One statement, so that figures and run are of one moment.
    query = (
        select(runs, *(column for column in figures.c if column.name != "run_id"))
        .outerjoin_from(runs, figures, figures.c.run_id == runs.c.id)
        .order_by(runs.c.reference, figures.c.subgroup, figures.c.figure)
    )
    with translated():
        async with autocommit(engine).connect() as db:
            rows = (await db.execute(query)).all()
    return [_last(list(own)) for _, own in groupby(rows, key=lambda row: row.id)]


def _latest() -> Select[Any]:
    last_whole = func.coalesce(func.max(table.c.at), text("'-infinity'::timestamptz"))
    since = select(last_whole).where(table.c.whole).scalar_subquery()
    age = func.extract("epoch", func.now() - table.c.at).label("age_s")
    return (
        select(table.c.id, table.c.reference, table.c.outcome, table.c.floor, age)
        .where(table.c.at >= since)
        .distinct(table.c.reference)
        .order_by(table.c.reference, table.c.at.desc(), table.c.id.desc())
    )


def _insert(db: Connection, run: RegressionRun, whole: bool) -> None:
    told = {name: getattr(run, name) for name in RegressionRun.__dataclass_fields__ if name != "figures"}
    values = {**told, "floor": dict(run.floor), "whole": whole}
    run_id = db.execute(insert(table).values(values).returning(table.c.id)).scalar_one()
    if run.figures:
        db.execute(insert(figures), [{"run_id": run_id, **_values(one)} for one in run.figures])


def _values(one: AccuracyFigure) -> dict[str, Any]:
    bounds = one.bounds
    return {
        "subgroup": one.subgroup,
        "figure": one.figure,
        "value": bounds and bounds.value,
        "low": bounds and bounds.low,
        "high": bounds and bounds.high,
        "healthy_clips": one.healthy.clips,
        "dysarthric_clips": one.dysarthric.clips,
        "healthy_speakers": one.healthy.speakers,
        "dysarthric_speakers": one.dysarthric.speakers,
    }


def _last(rows: Sequence[Row[Any]]) -> LastRun:
    """Rows of one run, each with a figure of it; one row without a figure where the run has none."""
    run = rows[0]
    found = tuple(_figure(row) for row in rows if row.figure is not None)
    return LastRun(run.reference, RegressionOutcome(run.outcome), float(run.age_s), found, run.floor)


def _figure(row: Row[Any]) -> LastFigure:
    return LastFigure(
        subgroup=row.subgroup,
        figure=row.figure,
        bounds=None if row.value is None else Bounds(row.value, row.low, row.high),
        healthy_speakers=row.healthy_speakers,
        dysarthric_speakers=row.dysarthric_speakers,
    )

"""What regression runs found: written by the flow, read for the metrics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, Row, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.tables import regression_runs as table
from speechscan.domain.regression_run import Auc, LastRun, RegressionOutcome, RegressionRun


def record(engine: Engine, runs: Sequence[RegressionRun], *, whole: bool) -> None:
    """All at once, so that no reader sees half of a run. whole: they cover every reference set in use."""
    with translated(), engine.begin() as db:
        for run in runs:
            db.execute(insert(table).values({**_values(run), "whole": whole}))


async def latest(engine: AsyncEngine) -> list[LastRun]:
    """Of each reference set, the last; without sets that the last whole run no longer covered: those are retired, or
    are older versions of their name."""
    last_whole = func.coalesce(func.max(table.c.at), text("'-infinity'::timestamptz"))
    since = select(last_whole).where(table.c.whole).scalar_subquery()
    age = func.extract("epoch", func.now() - table.c.at).label("age_s")
    query = (
        select(table, age)
        .where(table.c.at >= since)
        .distinct(table.c.reference)
        .order_by(table.c.reference, table.c.at.desc(), table.c.id.desc())
    )
    with translated():
        async with autocommit(engine).connect() as db:
            return [_last(row) for row in await db.execute(query)]


def _values(run: RegressionRun) -> dict[str, Any]:
    told = {name: getattr(run, name) for name in RegressionRun.__dataclass_fields__}
    auc = told.pop("auc")
    low, value, high = (auc.low, auc.value, auc.high) if auc else (None, None, None)
    return {**told, "auc": value, "auc_low": low, "auc_high": high}


def _last(row: Row[Any]) -> LastRun:
    auc = None if row.auc is None else Auc(row.auc, row.auc_low, row.auc_high)
    return LastRun(row.reference, RegressionOutcome(row.outcome), float(row.age_s), auc)

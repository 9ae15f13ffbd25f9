"""Results beside their outcomes, and the figures that were computed from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, String, cast, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.tables import jobs, live_accuracy, outcomes, results
from speechscan.domain.accuracy import Bounds
from speechscan.domain.live_accuracy import Count, JudgedJob, LiveFigure
from speechscan.domain.outcome import Label
from speechscan.domain.verdict import Status


class LiveAccuracyRepository:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._autocommit = autocommit(engine)

    async def judged(self, model_name: str) -> list[JudgedJob]:
        """Every job with an outcome, of all versions of the model."""
        with translated():
            async with self._autocommit.connect() as db:
                return [_judged(row) for row in await db.execute(_results_with_outcome(model_name))]

    async def replace(self, figures: Sequence[LiveFigure]) -> None:
        """Puts these in the place of all that were there."""
        with translated():
            async with self._engine.begin() as db:
                await db.execute(delete(live_accuracy))
                if figures:
                    await db.execute(insert(live_accuracy), [_values(figure) for figure in figures])

    async def figures(self) -> list[LiveFigure]:
        ordered = select(live_accuracy).order_by(live_accuracy.c.model_version, live_accuracy.c.figure)
        with translated():
            async with self._autocommit.connect() as db:
                return [_figure(row) for row in await db.execute(ordered)]


def _results_with_outcome(model_name: str) -> Any:
    newest = (
        select(outcomes.c.job_id, outcomes.c.label)
        .distinct(outcomes.c.job_id)
        .order_by(outcomes.c.job_id, outcomes.c.id.desc())
        .subquery("newest")
    )
    subject = func.coalesce(jobs.c.user_hash, cast(jobs.c.id, String)).label("subject")
    return (
        select(results.c.model_version, subject, newest.c.label, results.c.status, results.c.probability)
        .join(newest, newest.c.job_id == results.c.job_id)
        .join(jobs, jobs.c.id == results.c.job_id)
        .where(results.c.model_name == model_name)
        # The bootstrap's draws, and with them the last digit of a bound, depend on the order.
        .order_by(jobs.c.id)
    )


def _judged(row: Row[Any]) -> JudgedJob:
    return JudgedJob(row.model_version, row.subject, Label(row.label), Status(row.status), row.probability)


def _values(figure: LiveFigure) -> dict[str, Any]:
    bounds = figure.bounds
    return {
        "model_version": figure.model_version,
        "figure": figure.figure,
        "value": bounds and bounds.value,
        "low": bounds and bounds.low,
        "high": bounds and bounds.high,
        "healthy_jobs": figure.healthy.jobs,
        "dysarthric_jobs": figure.dysarthric.jobs,
        "healthy_subjects": figure.healthy.subjects,
        "dysarthric_subjects": figure.dysarthric.subjects,
    }


def _figure(row: Row[Any]) -> LiveFigure:
    return LiveFigure(
        model_version=row.model_version,
        figure=row.figure,
        bounds=None if row.value is None else Bounds(row.value, row.low, row.high),
        healthy=Count(row.healthy_jobs, row.healthy_subjects),
        dysarthric=Count(row.dysarthric_jobs, row.dysarthric_subjects),
        computed_at=row.computed_at,
    )

"""What a regression run leaves behind: a report, and rows for the metrics."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine

from flows.regress.page import html
from flows.regress.report import sentence
from flows.regress.rerun import Rerun
from flows.reports import keep
from speechscan.db import regression_runs
from speechscan.db.reports import ReportRepository
from speechscan.domain.accuracy import ALL
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.domain.regression_run import RegressionOutcome
from speechscan.domain.report import Report, ReportKind, report_id
from speechscan.domain.sentence import all_said, said_of
from speechscan.storage import ObjectStore

_GRAVEST_FIRST = (RegressionOutcome.DIFFERENT, RegressionOutcome.STORED, RegressionOutcome.EQUAL)


def overall(runs: Sequence[Rerun]) -> RegressionOutcome:
    outcomes = {run.outcome for run in runs}
    return next(outcome for outcome in _GRAVEST_FIRST if outcome in outcomes or outcome is _GRAVEST_FIRST[-1])


async def kept(
    reports: ReportRepository, objects: ObjectStore, engine: Engine, runs: Sequence[Rerun], run_id: UUID | None, *,
    whole: bool,
) -> Report:  # fmt: skip
    """One report however often it is tried. The rows last: what the metrics show has a report."""
    outcome = overall(runs)
    report = await keep(
        reports,
        objects,
        ReportKind.REGRESSION,
        outcome.value,
        summary={"sets": [_summary(run) for run in runs]},
        document={"sets": [run.document() for run in runs], "disclaimer": DISCLAIMER},
        page=await asyncio.to_thread(html, runs, outcome, datetime.now(UTC)),
        model_version=runs[-1].champion.model.version if runs else None,
        flow_run_id=run_id,
        report_id=report_id(ReportKind.REGRESSION, str(run_id or uuid4())),
    )
    rows = [run.row(run_id, report.json_key) for run in runs]
    await asyncio.to_thread(regression_runs.record, engine, rows, whole=whole)
    return report


def _summary(run: Rerun) -> dict[str, Any]:
    """accuracy: of the whole set; None with too few speakers. Subgroups stand in the report."""
    told = sentence(run)
    whole = [one for one in run.figures if one.subgroup == ALL]
    return {
        "reference": run.reference.title,
        "version": run.champion.model.version,
        "outcome": run.outcome.value,
        "sentence": str(told),
        "said": said_of(told),
        "accuracy": {one.figure: one.bounds and one.bounds.document() for one in whole},
        "missed": [*map(str, run.missed)],
        "missed_said": all_said(run.missed),
    }

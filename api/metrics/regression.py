"""What the last regression runs found, as Prometheus gauges. Read from the database, so that they are right with any
number of processes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from sqlalchemy.ext.asyncio import AsyncEngine

from api.metrics.snapshot import SnapshotCollector
from speechscan.db import regression_runs
from speechscan.domain.regression_run import LastRun, RegressionOutcome


class RegressionGauges(SnapshotCollector[Sequence[LastRun]]):
    def __init__(self) -> None:
        super().__init__(_families)

    async def refresh(self, engine: AsyncEngine) -> None:
        await self._refresh(partial(regression_runs.latest, engine))


def _families(runs: Sequence[LastRun] | None) -> Iterable[Metric]:
    ok = GaugeMetricFamily(
        "speechscan_regression_ok",
        "1 if the champion said what it said at its promotion, when this reference set was last scored.",
        labels=["reference"],
    )
    age = GaugeMetricFamily("speechscan_regression_age_seconds", "Since that run.", labels=["reference"])
    auc = GaugeMetricFamily(
        "speechscan_champion_auc",
        "AUC of the champion on this reference set, with its 95 % interval by speaker.",
        labels=["reference", "bound"],
    )
    for run in runs or ():
        ok.add_metric([run.reference], run.outcome is not RegressionOutcome.DIFFERENT)
        age.add_metric([run.reference], run.age_s)
        if run.auc is not None:
            for bound in ("value", "low", "high"):
                auc.add_metric([run.reference, bound], getattr(run.auc, bound))
    return ok, age, auc

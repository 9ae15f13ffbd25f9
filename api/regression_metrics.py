"""What the last regression runs found, as Prometheus gauges. Read from the database, so that they are right with any
number of processes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db import regression_runs
from speechscan.domain.regression_run import LastRun, RegressionOutcome
from speechscan.errors import Unavailable

_FRESH_FOR_S = 5.0


class RegressionGauges:
    """A Prometheus collector, refreshed by the endpoint before it collects. Without the database it has no values, and
    `speechscan_database_up` says so."""

    def __init__(self) -> None:
        self._runs: Sequence[LastRun] = ()
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def refresh(self, engine: AsyncEngine) -> None:
        async with self._reading:
            if time.monotonic() - self._read_at <= _FRESH_FOR_S:
                return
            try:
                self._runs = await regression_runs.latest(engine)
            except Unavailable:
                self._runs = ()
            self._read_at = time.monotonic()

    def describe(self) -> Iterable[Metric]:
        return _families(())

    def collect(self) -> Iterable[Metric]:
        return _families(self._runs)


def _families(runs: Sequence[LastRun]) -> Iterable[Metric]:
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
    for run in runs:
        ok.add_metric([run.reference], run.outcome is not RegressionOutcome.DIFFERENT)
        age.add_metric([run.reference], run.age_s)
        if run.auc is not None:
            for bound in ("value", "low", "high"):
                auc.add_metric([run.reference, bound], getattr(run.auc, bound))
    return ok, age, auc

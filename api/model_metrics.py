"""Prometheus: which version each serving process serves or refuses, and how scoring goes, as they told the database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from speechscan.domain.serving import ServingReport
from speechscan.errors import Unavailable

_FRESH_FOR_S = 2.0


class ModelGauges:
    """A Prometheus collector over the last snapshot, which the endpoint refreshes first. Empty while the database is
    away: `speechscan_database_up` says so."""

    def __init__(self) -> None:
        self._reports: Sequence[ServingReport] = ()
        self._taken_at = float("-inf")
        self._reading = asyncio.Lock()

    async def refresh(self, serving: Callable[[], Awaitable[Sequence[ServingReport]]]) -> None:
        async with self._reading:
            if time.monotonic() - self._taken_at > _FRESH_FOR_S:
                try:
                    self._reports = await serving()
                except Unavailable:
                    self._reports = ()
                self._taken_at = time.monotonic()

    def describe(self) -> Iterable[Metric]:
        return families(())

    def collect(self) -> Iterable[Metric]:
        return families(self._reports)


def families(reports: Sequence[ServingReport]) -> tuple[Metric, ...]:
    refused = GaugeMetricFamily(
        "speechscan_champion_refused",
        "1 for a version with the alias champion that a serving process will not load; 0 for versions that serve.",
        labels=["version"],
    )
    serving = GaugeMetricFamily(
        "speechscan_serving_version_info", "The version that a process serves.", labels=["instance", "version"]
    )
    scorings = CounterMetricFamily(
        "speechscan_scorings",
        "Clips since the process loaded the version, by outcome: scored, failed.",
        labels=["instance", "version", "outcome"],
    )
    bad = {report.refused_version for report in reports if report.refused_version}
    for version in sorted(bad | {report.version for report in reports if report.version}):
        refused.add_metric([version], version in bad)
    for report in reports:
        if report.version is not None:
            serving.add_metric([report.instance, report.version], 1)
            scorings.add_metric([report.instance, report.version, "scored"], report.scored)
            scorings.add_metric([report.instance, report.version, "failed"], report.failed)
    return refused, serving, scorings

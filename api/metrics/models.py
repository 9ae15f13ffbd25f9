"""Prometheus: which version each serving process serves or refuses, and how scoring goes, as they told the database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from api.metrics.snapshot import SnapshotCollector
from speechscan.domain.serving import ServingReport


class ModelGauges(SnapshotCollector[Sequence[ServingReport]]):
    def __init__(self) -> None:
        super().__init__(_families, fresh_for_s=2.0)

    async def refresh(self, serving: Callable[[], Awaitable[Sequence[ServingReport]]]) -> None:
        await self._refresh(serving)


def _families(snapshot: Sequence[ServingReport] | None) -> Iterable[Metric]:
    reports = snapshot or ()
    ready = GaugeMetricFamily(
        "speechscan_champion_ready", "1 if a serving process has said of late that it serves a version, else 0."
    )
    if snapshot is not None:
        ready.add_metric([], any(report.version for report in reports))
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
    return ready, refused, serving, scorings

"""What the flows that watch found last, and how much room the databases take: read from the database, so that it is
right with any number of processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from api.metrics.snapshot import SnapshotCollector
from speechscan.db.reports import ReportRepository
from speechscan.db.sizes import SizeRepository
from speechscan.domain.report import Report, ReportKind

# Outcomes of a comparison that say something; with too few jobs there is no value rather than a reassuring 0.
_JUDGED = {"drift": 1, "no_drift": 0}
_ALL_TASKS = "all"


@dataclass(frozen=True, slots=True)
class _Snapshot:
    drift: Report | None
    validation: Report | None
    tables: Mapping[str, int]
    databases: Mapping[str, int]


_NOTHING = _Snapshot(None, None, {}, {})


class WatchGauges(SnapshotCollector[_Snapshot]):
    def __init__(self) -> None:
        # A report comes at most some times a day, and telling the size of a database walks through its files.
        super().__init__(_families, fresh_for_s=15.0)

    async def refresh(self, reports: ReportRepository, sizes: SizeRepository) -> None:
        async def read() -> _Snapshot:
            return _Snapshot(
                drift=await reports.latest(ReportKind.DRIFT),
                validation=await reports.latest(ReportKind.VALIDATION),
                tables=await sizes.tables(),
                databases=await sizes.databases(),
            )

        await self._refresh(read)


def _families(snapshot: _Snapshot | None) -> Iterable[Metric]:
    told = snapshot or _NOTHING
    drift, validation = told.drift, told.validation
    ok = GaugeMetricFamily("speechscan_validation_ok", "1 if the last validation of results found nothing, else 0.")
    if validation:
        ok.add_metric([], validation.outcome != "failed")
    return (
        *_of_drift(drift.summary.get("against", {}) if drift else {}),
        _age("speechscan_drift_age_seconds", "Age of the newest drift report.", drift),
        ok,
        _age("speechscan_validation_age_seconds", "Age of the newest validation of results.", validation),
        _bytes("table", "Size of a table of SpeechScan's database, indexes included.", told.tables),
        _bytes("database", "Size of a database of the same server.", told.databases),
    )


def _of_drift(comparisons: Mapping[str, Any]) -> Iterable[Metric]:
    score = GaugeMetricFamily(
        "speechscan_drift_score",
        "Distance of the last window from the training profile or the window before, by feature, and by task or of all "
        "recordings: Wasserstein distance in standard deviations, of categories the Jensen-Shannon distance.",
        labels=["feature", "against", "task"],
    )
    found = GaugeMetricFamily(
        "speechscan_drift_found",
        "1 if the last window has drifted, 0 if not; absent with too few jobs to tell.",
        labels=["against", "task"],
    )
    for against, whole in comparisons.items():
        for task, told in {_ALL_TASKS: whole, **whole.get("tasks", {})}.items():
            if told["outcome"] in _JUDGED:
                found.add_metric([against, task], _JUDGED[told["outcome"]])
            for feature, value in told.get("scores", {}).items():
                score.add_metric([feature, against, task], value)
    return score, found


def _age(name: str, help_text: str, report: Report | None) -> Metric:
    age = GaugeMetricFamily(name, help_text)
    if report:
        age.add_metric([], max(0.0, (datetime.now(UTC) - report.made_at).total_seconds()))
    return age


def _bytes(what: str, help_text: str, sizes: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(f"speechscan_{what}_bytes", help_text, labels=[what])
    for name, size in sizes.items():
        family.add_metric([name], size)
    return family

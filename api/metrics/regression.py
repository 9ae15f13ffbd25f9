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

# The others rest on clips with a definite verdict only.
_OF_ALL_CLIPS = "decided"


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
    for run in runs or ():
        ok.add_metric([run.reference], run.outcome is not RegressionOutcome.DIFFERENT)
        age.add_metric([run.reference], run.age_s)
    return (ok, age, *_accuracy(runs or ()), _floor(runs or ()))


def _accuracy(runs: Sequence[LastRun]) -> Iterable[Metric]:
    accuracy = GaugeMetricFamily(
        "speechscan_champion_accuracy",
        "Figure of the champion on a clinical reference set and in its subgroups, and the ends of its 95 % interval by "
        "speaker. Absent with too few speakers.",
        labels=["figure", "reference", "subgroup", "bound"],
    )
    speakers = GaugeMetricFamily(
        "speechscan_champion_accuracy_speakers",
        "Speakers of the reference set and of its subgroups.",
        labels=["reference", "subgroup", "label"],
    )
    for run in runs:
        for one in run.figures:
            if one.bounds is not None:
                for bound in ("value", "low", "high"):
                    told = getattr(one.bounds, bound)
                    accuracy.add_metric([one.figure, run.reference, one.subgroup, bound], told)
            if one.figure == _OF_ALL_CLIPS:
                for label, count in (("healthy", one.healthy_speakers), ("dysarthric", one.dysarthric_speakers)):
                    if count is not None:
                        speakers.add_metric([run.reference, one.subgroup, label], count)
    return accuracy, speakers


def _floor(runs: Sequence[LastRun]) -> Metric:
    """Of the newest run: by its policy the figures are held against it now."""
    floor = GaugeMetricFamily(
        "speechscan_champion_accuracy_floor",
        "Least value that the policy asks of the champion. Missed where the whole interval lies below.",
        labels=["figure"],
    )
    newest = min(runs, key=lambda run: run.age_s, default=None)
    for figure, least in (newest.floor if newest else {}).items():
        floor.add_metric([figure], least)
    return floor

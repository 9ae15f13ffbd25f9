"""Gauges of the accuracy by outcomes, as the flow `live-accuracy` left it in the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from api.metrics.snapshot import SnapshotCollector
from speechscan.db.live_accuracy import LiveAccuracyRepository
from speechscan.domain.live_accuracy import LiveFigure

_BY_FIGURE = ["model_version", "figure"]
_BY_LABEL = [*_BY_FIGURE, "label"]


class LiveAccuracyGauges(SnapshotCollector[Sequence[LiveFigure]]):
    def __init__(self) -> None:
        super().__init__(_families)

    async def refresh(self, repository: LiveAccuracyRepository) -> None:
        await self._refresh(repository.figures)


def _families(snapshot: Sequence[LiveFigure] | None) -> Iterator[Metric]:
    figures = snapshot or ()
    accuracy = GaugeMetricFamily(
        "speechscan_live_accuracy",
        "Figure of a model version by confirmed outcomes, and the ends of its 95 % interval. Outcomes are no random "
        "sample of the jobs: who is examined again depends on the result. Absent with too few subjects.",
        labels=[*_BY_FIGURE, "bound"],
    )
    too_few = GaugeMetricFamily(
        "speechscan_live_accuracy_too_few", "1 if there are too few subjects to give the figure.", labels=_BY_FIGURE
    )
    jobs = GaugeMetricFamily("speechscan_live_accuracy_jobs", "Jobs that the figure rests on.", labels=_BY_LABEL)
    subjects = GaugeMetricFamily("speechscan_live_accuracy_subjects", "People behind these jobs.", labels=_BY_LABEL)
    computed = GaugeMetricFamily(
        "speechscan_live_accuracy_computed_timestamp_seconds", "When the figures were computed.", labels=_BY_FIGURE[:1]
    )
    for one in figures:
        told = [one.model_version, one.figure]
        too_few.add_metric(told, one.bounds is None)
        for label, count in (("healthy", one.healthy), ("dysarthric", one.dysarthric)):
            jobs.add_metric([*told, label], count.jobs)
            subjects.add_metric([*told, label], count.subjects)
        if one.bounds is not None:
            for bound in ("value", "low", "high"):
                accuracy.add_metric([*told, bound], getattr(one.bounds, bound))
    for version, moment in {one.model_version: one.computed_at for one in figures if one.computed_at}.items():
        computed.add_metric([version], moment.timestamp())
    yield from (accuracy, too_few, jobs, subjects, computed)

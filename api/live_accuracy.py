"""Gauges of the accuracy by outcomes, as the flow `live-accuracy` left it in the database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from speechscan.db.live_accuracy import LiveAccuracyRepository
from speechscan.domain.live_accuracy import LiveFigure
from speechscan.errors import Unavailable

_FRESH_FOR_S = 5.0
_BY_FIGURE = ["model_version", "figure"]
_BY_LABEL = [*_BY_FIGURE, "label"]


class LiveAccuracyGauges:
    """A Prometheus collector, refreshed by the endpoint as `api.metrics.QueueGauges` is."""

    def __init__(self) -> None:
        self._figures: Sequence[LiveFigure] = ()
        self._read_at: float | None = None
        self._reading = asyncio.Lock()

    async def refresh(self, repository: LiveAccuracyRepository) -> None:
        async with self._reading:
            if self._read_at is None or time.monotonic() - self._read_at > _FRESH_FOR_S:
                self._figures = await _read(repository)
                self._read_at = time.monotonic()

    def describe(self) -> Iterable[Metric]:
        return _families(())

    def collect(self) -> Iterable[Metric]:
        return _families(self._figures)


async def _read(repository: LiveAccuracyRepository) -> Sequence[LiveFigure]:
    try:
        return await repository.figures()
    except Unavailable:
        # `speechscan_database_up` says so.
        return ()


def _families(figures: Sequence[LiveFigure]) -> Iterator[Metric]:
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

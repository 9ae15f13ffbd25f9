"""Prometheus. Requests are counted in this process; what the database knows is read from it, so that the queue's
gauges are right with any number of processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from api.decision_metrics import DecisionCounts
from api.live_accuracy import LiveAccuracyGauges
from api.model_metrics import ModelGauges
from api.regression_metrics import RegressionGauges
from api.snapshot import SnapshotCollector
from api.watch_gauges import WatchGauges
from registry.commit import commit
from speechscan import __version__
from speechscan.db.jobs import JobRepository
from speechscan.domain.job import JobState
from speechscan.errors import Unavailable

if TYPE_CHECKING:
    from api.services import Services

_KNOWN_METHODS = {"GET", "POST", "DELETE", "OPTIONS", "HEAD", "PUT", "PATCH"}
# Up to a long poll's 30 s.
_SECONDS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 31.0)


class Metrics:
    """One registry an app."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.queue, self.models, self.regression = QueueGauges(), ModelGauges(), RegressionGauges()
        self.decisions, self.live_accuracy, self.watch = DecisionCounts(), LiveAccuracyGauges(), WatchGauges()
        for collector in (
            self.queue, self.models, self.regression, self.decisions, self.live_accuracy, self.watch,
        ):  # fmt: skip
            self.registry.register(collector)
        self._requests = Counter(
            "speechscan_http_requests", "Answered requests.", ["method", "route", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "speechscan_http_request_seconds",
            "Time to the end of the answer, long polls included.",
            ["method", "route"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.job_reads = Gauge(
            "speechscan_job_reads_under_way",
            "Requests for one job that are not answered yet; nearly all are long polls.",
            registry=self.registry,
        )
        built = Gauge(
            "speechscan_build_info",
            "1: what the process runs.",
            ["component", "version", "commit"],
            registry=self.registry,
        )
        built.labels("api", __version__, commit()).set(1)
        self._submissions = Counter(
            "speechscan_submissions",
            "Posted recordings by recognised format and outcome: accepted, replayed, or the error's code.",
            ["format", "outcome"],
            registry=self.registry,
        )

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        method = method if method in _KNOWN_METHODS else "other"
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def submission(self, audio_format: str, outcome: str) -> None:
        self._submissions.labels(audio_format, outcome).inc()

    async def exposition(self, services: Services) -> bytes:
        await self.queue.refresh(services.jobs)
        await self.models.refresh(services.serving)
        await self.regression.refresh(services.engine)
        await self.decisions.refresh(services.engine, services.settings.model_name)
        await self.live_accuracy.refresh(services.live_accuracy)
        await self.watch.refresh(services.reports, services.sizes)
        return generate_latest(self.registry)


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """None for `by_state`: the database was away."""

    by_state: Mapping[JobState, int] | None
    oldest_queued_s: float


class QueueGauges(SnapshotCollector[_Snapshot]):
    def __init__(self) -> None:
        super().__init__(_families)

    async def refresh(self, jobs: JobRepository) -> None:
        await self._refresh(partial(_read, jobs))


async def _read(jobs: JobRepository) -> _Snapshot:
    """That the database is away is a snapshot here, the one that tells it."""
    try:
        return _Snapshot(await jobs.count_by_state(), await jobs.oldest_queued_s())
    except Unavailable:
        return _Snapshot(None, 0.0)


def _families(snapshot: _Snapshot | None) -> Iterable[Metric]:
    up = GaugeMetricFamily("speechscan_database_up", "1 if the database answered when the gauges were read.")
    depth = GaugeMetricFamily("speechscan_jobs", "Jobs in the database by state.", labels=["state"])
    age = GaugeMetricFamily("speechscan_oldest_queued_seconds", "Age of the oldest waiting job; 0 when none waits.")
    if snapshot is not None:
        up.add_metric([], 0 if snapshot.by_state is None else 1)
        for state, count in (snapshot.by_state or {}).items():
            depth.add_metric([state.value], count)
        if snapshot.by_state is not None:
            age.add_metric([], snapshot.oldest_queued_s)
    return up, depth, age

"""The queue, as the database has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from api.metrics.snapshot import SnapshotCollector
from speechscan.db.jobs import JobRepository
from speechscan.domain.job import JobState, Reaper
from speechscan.errors import Unavailable


@dataclass(frozen=True, slots=True)
class _Queue:
    by_state: Mapping[JobState, int]
    oldest_queued_s: float
    takeovers: Mapping[Reaper, int]


@dataclass(frozen=True, slots=True)
class _Snapshot:
    queue: _Queue | None
    """None: the database was away."""


class QueueGauges(SnapshotCollector[_Snapshot]):
    def __init__(self) -> None:
        super().__init__(_families)

    async def refresh(self, jobs: JobRepository) -> None:
        await self._refresh(partial(_read, jobs))


async def _read(jobs: JobRepository) -> _Snapshot:
    """That the database is away is a snapshot here, the one that tells it."""
    try:
        return _Snapshot(_Queue(await jobs.count_by_state(), await jobs.oldest_queued_s(), await jobs.takeovers()))
    except Unavailable:
        return _Snapshot(None)


def _families(snapshot: _Snapshot | None) -> Iterable[Metric]:
    up = GaugeMetricFamily("speechscan_database_up", "1 if the database answered when the gauges were read.")
    depth = GaugeMetricFamily("speechscan_jobs", "Jobs in the database by state.", labels=["state"])
    age = GaugeMetricFamily("speechscan_oldest_queued_seconds", "Age of the oldest waiting job; 0 when none waits.")
    taken = CounterMetricFamily(
        "speechscan_leases_taken_over",
        "Expired leases that were taken over from workers that had died, by what did it: another worker, housekeeping.",
        labels=["by"],
    )
    if snapshot is not None:
        up.add_metric([], snapshot.queue is not None)
    if snapshot is not None and (queue := snapshot.queue) is not None:
        for state, count in queue.by_state.items():
            depth.add_metric([state], count)
        age.add_metric([], queue.oldest_queued_s)
        for reaper, jobs in queue.takeovers.items():
            taken.add_metric([reaper], jobs)
    return up, depth, age, taken

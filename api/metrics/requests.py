"""What the processes of the API count themselves.

Several processes share a folder of counters (PROMETHEUS_MULTIPROC_DIR, which `python -m api` makes): each writes files
of its own there, and whichever is asked adds them all up.
"""

from __future__ import annotations

import os
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from registry.commit import commit
from speechscan import __version__

_KNOWN_METHODS = {"GET", "POST", "DELETE", "OPTIONS", "HEAD", "PUT", "PATCH"}
# Up to a long poll's 30 s.
_SECONDS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 31.0)


class RequestCounts:
    """registry: shows them from now on, those of all processes that share the folder."""

    def __init__(self, registry: CollectorRegistry) -> None:
        folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
        self._folder = Path(folder) if folder else None
        if folder:
            MultiProcessCollector(registry, path=folder)  # type: ignore[no-untyped-call]
        # The collector of all processes shows this one's as well.
        own = None if folder else registry
        self._requests = Counter(
            "speechscan_http_requests", "Answered requests.", ["method", "route", "status"], registry=own
        )
        self._seconds = Histogram(
            "speechscan_http_request_seconds",
            "Time to the end of the answer, long polls included.",
            ["method", "route", "status"],
            buckets=_SECONDS,
            registry=own,
        )
        self.job_reads = Gauge(
            "speechscan_job_reads_under_way",
            "Requests for one job that are not answered yet; nearly all are long polls.",
            registry=own,
            multiprocess_mode="livesum",
        )
        self.event_streams = Gauge(
            "speechscan_event_streams",
            "Streams of events that are open: of jobs by the API, and of the page.",
            registry=own,
            multiprocess_mode="livesum",
        )
        self._submissions = Counter(
            "speechscan_submissions",
            "Posted recordings by recognised format and outcome: accepted, replayed, or the error's code.",
            ["format", "outcome"],
            registry=own,
        )
        built = Gauge(
            "speechscan_build_info",
            "1: what the process runs.",
            ["component", "version", "commit"],
            registry=own,
            multiprocess_mode="max",
        )
        built.labels("api", __version__, commit()).set(1)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        told = (method if method in _KNOWN_METHODS else "other", route, str(status))
        self._requests.labels(*told).inc()
        self._seconds.labels(*told).observe(seconds)

    def submission(self, audio_format: str, outcome: str) -> None:
        self._submissions.labels(audio_format, outcome).inc()

    def forget_dead(self) -> None:
        """A process that was killed has no requests under way any more; what it had counted stays counted."""
        for file in self._folder.glob("gauge_live*.db") if self._folder else ():
            pid = int(file.stem.rsplit("_", 1)[1])
            if not Path(f"/proc/{pid}").exists():
                mark_process_dead(pid, path=str(self._folder))  # type: ignore[no-untyped-call]

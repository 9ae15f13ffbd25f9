"""Prometheus: what this worker does. Counted in the process itself, and served by it on a port of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from flows.screen.screening import End, Outcome
from registry.commit import commit
from speechscan import __version__
from speechscan.domain.job import Lease
from speechscan.settings import Settings
from speechscan.telemetry import logs

_log = logs.get(__name__)
# An idle worker takes 0.05 s; three attempts of a job may take minutes.
_WORK_S = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
# With everything that a job may have waited for.
_WAIT_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 14_400.0, 86_400.0)
_SIZES = (1, 2, 4, 8, 16, 32, 64)


class WorkerMetrics:
    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._work = Histogram(
            "speechscan_claim_to_finish_seconds",
            "From a job's claim to its leaving the worker, by how it left.",
            ["end"],
            buckets=_WORK_S,
            registry=self.registry,
        )
        self._whole = Histogram(
            "speechscan_submit_to_finish_seconds",
            "From the submission of a job to its end, the wait in the queue and earlier attempts included.",
            ["end"],
            buckets=_WAIT_S,
            registry=self.registry,
        )
        self._sizes = Histogram(
            "speechscan_batch_size",
            "Jobs in a claim, in a request to the model service, and in a write of results.",
            ["stage"],
            buckets=_SIZES,
            registry=self.registry,
        )
        self._attempts = Counter(
            "speechscan_attempts",
            "Attempts that ended, by number and by how: completed, failed, released to the queue, dropped.",
            ["number", "end"],
            registry=self.registry,
        )
        self._failures = Counter(
            "speechscan_failed_jobs",
            "Jobs that ended as failed, by code: of a recording that could not be decoded, or of a fault of ours.",
            ["code"],
            registry=self.registry,
        )
        self._verdicts = Counter(
            "speechscan_verdicts",
            "Results by verdict; reason: why there is none (quality, too_little_speech, unfamiliar, abstained).",
            ["model_version", "verdict", "reason"],
            registry=self.registry,
        )
        self._refusals = Counter(
            "speechscan_quality_refusals",
            "Recordings that were not judged for their quality, by each reason: a recording may have several.",
            ["reason"],
            registry=self.registry,
        )
        built = Gauge(
            "speechscan_build_info",
            "1: what the process runs.",
            ["component", "version", "commit"],
            registry=self.registry,
        )
        built.labels("worker", __version__, commit()).set(1)

    def batch(self, stage: str, size: int) -> None:
        self._sizes.labels(stage).observe(size)

    def left(self, lease: Lease, outcome: Outcome, claimed_at: float) -> None:
        """claimed_at: by `time.monotonic`"""
        took = time.monotonic() - claimed_at
        end = outcome.end
        self._attempts.labels(str(lease.attempt), end).inc()
        self._work.labels(end).observe(took)
        if end in (End.COMPLETED, End.FAILED):
            self._whole.labels(end).observe(lease.waited_s + took)
        if end is End.FAILED:
            self._failures.labels(outcome.code).inc()
        if said := outcome.said:
            self._verdicts.labels(said.model.version, said.status, said.doubt or "").inc()
            for flaw in said.flaws:
                self._refusals.labels(flaw).inc()


@contextmanager
def served(metrics: WorkerMetrics, settings: Settings) -> Iterator[None]:
    """At http://HOST:PORT/metrics while the block runs; nowhere without a port."""
    port, host = settings.worker_metrics_port, settings.worker_metrics_host
    if port is None:
        yield
        return
    try:
        server, thread = start_http_server(port, host, metrics.registry)
    except OSError as error:
        # Screening matters more: another worker of this machine may have the port.
        advice = "set SPEECHSCAN_WORKER_METRICS_PORT to another one; this worker screens, and nobody sees its metrics"
        _log.error("metrics_not_served", host=host, port=port, error=str(error), advice=advice)
        yield
        return
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""Prometheus: BentoML shows it at /metrics, all workers of the service together.

To be made in a worker, not where the module of the service is imported: a histogram whose library was imported before
BentoML set its folder for several processes counts in that process alone, and /metrics does not show it.
"""

from __future__ import annotations

from bentos.model_slot import Swap
from registry.commit import commit
from speechscan import __version__

# A clip of 4 s takes 16 ms.
_SECONDS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)


class ServiceMetrics:
    def __init__(self) -> None:
        from prometheus_client import Counter, Gauge, Histogram

        self._inference = Histogram(
            "speechscan_inference_seconds",
            "Measurements and model of one clip, by the version that scored it.",
            ["model_version"],
            buckets=_SECONDS,
        )
        self._swaps = Counter(
            "speechscan_swaps",
            "Champions that a process took up in the place of another, or refused: each process for itself.",
            ["outcome"],
        )
        for outcome in Swap:
            self._swaps.labels(outcome)
        built = Gauge(
            "speechscan_build_info",
            "1: what the process runs.",
            ["component", "version", "commit"],
            multiprocess_mode="max",
        )
        built.labels("bento", __version__, commit()).set(1)

    def swap(self, outcome: Swap) -> None:
        self._swaps.labels(outcome).inc()

    def scored(self, version: str, seconds: float) -> None:
        self._inference.labels(version).observe(seconds)

"""`python -m flows.screen`: the screening worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.screen.prefect_client import adopt_prefect_logs, configure_prefect
from speechscan.settings import Settings
from speechscan.telemetry import logs, tracing

if TYPE_CHECKING:
    from flows.screen.stages import Stages


def main(stages: Stages | None = None) -> int:
    """`stages` replaces the real ones in tests and benchmarks."""
    settings = Settings.load()
    configure_prefect(settings)
    from flows.screen.worker import run

    logs.configure("worker", settings.log_level)
    tracing.configure("worker", settings.otlp_endpoint)
    adopt_prefect_logs()
    return run(settings, stages)


if __name__ == "__main__":
    raise SystemExit(main())

"""`python -m flows.screen`: the screening worker."""

from __future__ import annotations

from flows.screen.prefect_client import adopt_prefect_logs, configure_prefect
from speechscan.settings import Settings
from speechscan.telemetry import logs


def main() -> int:
    settings = Settings.load()
    configure_prefect(settings)
    from flows.screen.worker import run

    logs.configure("worker", settings.log_level)
    adopt_prefect_logs()
    return run(settings)


if __name__ == "__main__":
    raise SystemExit(main())

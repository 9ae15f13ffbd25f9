"""`python -m api`: one process of the API or several, and the folder where these count together."""

from __future__ import annotations

import os
import tempfile
from typing import Any

import typer
import uvicorn

from speechscan.settings import Settings
from speechscan.telemetry import logs


def main(host: str = "127.0.0.1", port: int = 8600) -> None:
    """Serves the API with SPEECHSCAN_API_WORKERS processes until TERM or Ctrl-C."""
    settings = Settings.load()
    logs.configure("api", settings.log_level)
    # log_config: each process makes its own, as it does with `uvicorn --factory api.app:create_app`.
    options: dict[str, Any] = {"factory": True, "host": host, "port": port, "access_log": False, "log_config": None}
    if settings.api_workers == 1:
        uvicorn.run("api.app:create_app", **options)
        return
    # A new one for each start: counters that begin anew are what Prometheus expects, and the files do not pile up.
    with tempfile.TemporaryDirectory(prefix="speechscan-api-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        uvicorn.run("api.app:create_app", workers=settings.api_workers, **options)


if __name__ == "__main__":
    typer.run(main)

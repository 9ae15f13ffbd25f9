"""`speechscan worker`."""

from __future__ import annotations

import os
import sys

from speechscan.cli.options import DEFAULT_DATA_DIR, DataDir
from speechscan.settings import Settings


def worker(data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Run one screening worker: it claims queued jobs until TERM. Start as many as the machine can feed."""
    settings = Settings.load(data_dir)
    # Prefect reads its own settings from the environment when it is imported, so it gets a process that has them.
    environment = {
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        **os.environ,
        "PREFECT_API_URL": settings.prefect_api_url,
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "SPEECHSCAN_DATA_DIR": str(data_dir),
    }
    os.execve(sys.executable, [sys.executable, "-m", "flows.screen"], environment)  # noqa: S606 - no shell wanted

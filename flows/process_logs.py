"""JSON logs in the process of a deployment's run. In another process, such as a test's, logs are its own business."""

from __future__ import annotations

from prefect.runtime import deployment

from speechscan.settings import Settings
from speechscan.telemetry import logs


def configure_logs(flow: str, settings: Settings) -> None:
    if deployment.id:
        logs.configure(flow, settings.log_level)

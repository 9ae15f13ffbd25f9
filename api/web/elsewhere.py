"""Addresses in the user interfaces of Prefect and MLflow, where people can reach these."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from speechscan.settings import Settings


def flow_run(settings: Settings, run_id: UUID | None) -> str | None:
    base = settings.web_prefect_url.rstrip("/")
    return f"{base}/runs/flow-run/{run_id}" if base and run_id else None


def task_run(settings: Settings, run_id: UUID | None) -> str | None:
    base = settings.web_prefect_url.rstrip("/")
    return f"{base}/runs/task-run/{run_id}" if base and run_id else None


def model_version(settings: Settings, version: str) -> str | None:
    base = settings.web_mlflow_url.rstrip("/")
    return f"{base}/#/models/{quote(settings.model_name, safe='')}/versions/{version}" if base else None

"""The environment of the stack's processes: its own settings, and nothing that the person's shell says of other
servers of the same kind (a PREFECT_API_KEY for the cloud, AWS credentials, an MLflow elsewhere)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import quote

from infra.stack import postgres
from infra.stack.folder import DataFolder
from infra.stack.ports import HOST, Ports
from infra.stack.private import write_private
from infra.stack.program import ROOT
from infra.stack.secrets import Secrets
from speechscan.settings import Settings

BUCKET = "speechscan"
MLFLOW_BUCKET = "mlflow"
DATABASES = ("speechscan", "prefect", "mlflow")
_REGION = "us-east-1"
_FOREIGN = ("PREFECT_", "MLFLOW_", "BENTOML_", "AWS_", "PG")
# Nothing here reports to its makers.
_SILENT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "BENTOML_DO_NOT_TRACK": "True",
    "GX_ANALYTICS_ENABLED": "false",
}


def database_url(scheme: str, database: str, secrets: Secrets, ports: Ports) -> str:
    password = quote(secrets.postgres_password, safe="")
    return f"{scheme}://{postgres.SUPERUSER}:{password}@{HOST}:{ports['postgres']}/{database}"


def connection_settings(folder: DataFolder, secrets: Secrets, ports: Ports) -> dict[str, str]:
    """What `stack.env` holds: how to reach this stack."""
    return {
        "SPEECHSCAN_DATA_DIR": str(folder.root),
        "SPEECHSCAN_DATABASE_URL": database_url("postgresql+psycopg", "speechscan", secrets, ports),
        "SPEECHSCAN_S3_ENDPOINT_URL": ports.url("s3"),
        "SPEECHSCAN_S3_REGION": _REGION,
        "SPEECHSCAN_S3_BUCKET": BUCKET,
        "SPEECHSCAN_S3_ACCESS_KEY": secrets.s3_access_key,
        "SPEECHSCAN_S3_SECRET_KEY": secrets.s3_secret_key,
        "SPEECHSCAN_PREFECT_API_URL": f"{ports.url('prefect')}/api",
        "SPEECHSCAN_MLFLOW_URL": ports.url("mlflow"),
        "SPEECHSCAN_SCORER_URL": ports.url("bento"),
        "SPEECHSCAN_API_URL": ports.url("api"),
        "SPEECHSCAN_WEB_PREFECT_URL": ports.url("prefect"),
        "SPEECHSCAN_WEB_MLFLOW_URL": ports.url("mlflow"),
        "SPEECHSCAN_SUBJECT_KEY": secrets.subject_key,
        "SPEECHSCAN_WEBHOOK_KEY": secrets.webhook_key,
    }


def write_stack_env(folder: DataFolder, connection: Mapping[str, str]) -> None:
    write_private(folder.stack_env, "".join(f"{name}={value}\n" for name, value in connection.items()))


def stack_settings(folder: DataFolder) -> Settings:
    """Settings that reach this stack, whatever the person's shell and `.env` say of another one."""
    lines = folder.stack_env.read_text(encoding="utf-8").splitlines()
    values = dict(line.split("=", 1) for line in lines)
    prefix = str(Settings.model_config["env_prefix"])
    return Settings(**{name.removeprefix(prefix).lower(): value for name, value in values.items()})  # type: ignore[arg-type]


def common(folder: DataFolder, secrets: Secrets, ports: Ports) -> dict[str, str]:
    """What every program gets, over the person's shell."""
    return {
        **_SILENT,
        **connection_settings(folder, secrets, ports),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PREFECT_HOME": str(folder.prefect),
        "PREFECT_API_URL": f"{ports.url('prefect')}/api",
        "BENTOML_HOME": str(folder.bentoml),
    }


def inherited(shell: Mapping[str, str] = os.environ) -> dict[str, str]:
    return {name: value for name, value in shell.items() if not name.startswith(_FOREIGN)}


def object_store(secrets: Secrets, ports: Ports) -> dict[str, str]:
    """For programs that reach the store by the usual names (MLflow)."""
    return {
        "AWS_ACCESS_KEY_ID": secrets.s3_access_key,
        "AWS_SECRET_ACCESS_KEY": secrets.s3_secret_key,
        "AWS_DEFAULT_REGION": _REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "MLFLOW_S3_ENDPOINT_URL": ports.url("s3"),
    }

"""The API as a process of its own: the command that the stack runs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from speechscan.settings import Settings
from tests.conftest import eventually, free_port


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def api_process(settings: Settings) -> Iterator[Server]:
    """Prefect is away: nobody listens there."""
    port = free_port()
    log = settings.data_dir / f"api-{port}.log"
    environment = {
        **os.environ,
        "SPEECHSCAN_DATA_DIR": str(settings.data_dir),
        "SPEECHSCAN_DATABASE_URL": settings.database_url.get_secret_value(),
        "SPEECHSCAN_S3_ENDPOINT_URL": settings.s3_endpoint_url,
        "SPEECHSCAN_S3_ACCESS_KEY": settings.s3_access_key.get_secret_value(),
        "SPEECHSCAN_S3_SECRET_KEY": settings.s3_secret_key.get_secret_value(),
        "SPEECHSCAN_API_WORKERS": str(settings.api_workers),
        "SPEECHSCAN_PREFECT_API_URL": "http://127.0.0.1:1/api",
    }
    command = [sys.executable, "-m", "api", "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    try:
        eventually(lambda: _answers(port), timeout_s=120)
        yield Server(port, process, log)
    finally:
        # In order, so that several processes all end.
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=30).status_code == 200
    except httpx.TransportError:
        return False

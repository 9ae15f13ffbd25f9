"""A SeaweedFS of a test's own, as the local stack starts it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from infra.stack import seaweedfs
from infra.stack.folder import DataFolder
from infra.stack.secrets import Secrets
from speechscan.errors import Unavailable
from speechscan.settings import Settings
from speechscan.storage import S3Store
from tests.conftest import eventually
from tests.integration.local_stack import free_ports


@contextmanager
def running(path: Path) -> Iterator[tuple[Settings, subprocess.Popen[bytes]]]:
    """Settings that reach it, and its process; its bucket is there."""
    folder, secrets = DataFolder.at(path), Secrets()
    folder.prepare()
    seaweedfs.write_configuration(folder, secrets)
    settings, server = _started(folder, secrets) or _started(folder, secrets) or pytest.fail(_log(folder).read_text())
    try:
        yield settings, server
    finally:
        server.kill()
        server.wait()


def _started(folder: DataFolder, secrets: Secrets) -> tuple[Settings, subprocess.Popen[bytes]] | None:
    """When it answers. None if it has ended: another process may take one of the ports before it does."""
    ports = free_ports()
    program = seaweedfs.program(folder, secrets, ports)
    with _log(folder).open("ab") as log:
        server = subprocess.Popen(
            program.command, cwd=program.cwd, env=os.environ | program.environment, stdout=log, stderr=log
        )
    settings = Settings(
        s3_endpoint_url=ports.url("s3"),
        s3_access_key=SecretStr(secrets.s3_access_key),
        s3_secret_key=SecretStr(secrets.s3_secret_key),
    )
    try:
        eventually(lambda: server.poll() is not None or _answers(settings), timeout_s=120, every_s=0.2)
    except BaseException:
        server.kill()
        server.wait()
        raise
    return (settings, server) if server.poll() is None else None


def _log(folder: DataFolder) -> Path:
    return folder.logs / "s3.log"


def _answers(settings: Settings) -> bool:
    store = S3Store(settings)
    try:
        store.ensure_bucket()
        store.put("probe", b"x")
    except Unavailable:
        return False
    return store.delete_prefix("probe") == 1

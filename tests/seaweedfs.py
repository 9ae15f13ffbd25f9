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
from infra.stack.ports import HIGHEST_BASE, NAMES, Ports, is_free
from infra.stack.secrets import Secrets
from speechscan.errors import Unavailable
from speechscan.settings import Settings
from speechscan.storage import S3Store
from tests.conftest import eventually


@contextmanager
def running(path: Path) -> Iterator[tuple[Settings, subprocess.Popen[bytes]]]:
    """Settings that reach it, and its process; its bucket is there."""
    folder, secrets, ports = DataFolder.at(path), Secrets(), _free_ports()
    folder.prepare()
    seaweedfs.write_configuration(folder, secrets)
    program = seaweedfs.program(folder, secrets, ports)
    with (folder.logs / "s3.log").open("wb") as log:
        server = subprocess.Popen(
            program.command, cwd=program.cwd, env=os.environ | program.environment, stdout=log, stderr=log
        )
    settings = Settings(
        s3_endpoint_url=ports.url("s3"),
        s3_access_key=SecretStr(secrets.s3_access_key),
        s3_secret_key=SecretStr(secrets.s3_secret_key),
    )
    try:
        eventually(lambda: _answers(settings), timeout_s=60, every_s=0.2)
        yield settings, server
    finally:
        server.kill()
        server.wait()


def _free_ports() -> Ports:
    """A run of free ports of its own; another process may take one before the server does, hence the wide choice."""
    for base in range(20_000 + os.getpid() % 500 * 40, HIGHEST_BASE, len(NAMES)):
        ports = Ports(base)
        if all(is_free(ports[name]) for name in NAMES):
            return ports
    pytest.fail("no free ports")


def _answers(settings: Settings) -> bool:
    store = S3Store(settings)
    try:
        store.ensure_bucket()
        store.put("probe", b"x")
    except Unavailable:
        return False
    return store.delete_prefix("probe") == 1

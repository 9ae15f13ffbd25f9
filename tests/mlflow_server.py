"""A real MLflow server for the tests: its own database in the session's PostgreSQL, artifacts through the server."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import START_WITHIN_S, eventually, free_port, fresh_database

_ENV = {"PATH": "/usr/bin:/bin", "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "MLFLOW_DISABLE_TELEMETRY": "true"}


@pytest.fixture(scope="session")
def mlflow_url(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for the session: its start costs some 12 s of CPU. Tests keep apart by the name of their model."""
    folder: Path = tmp_path_factory.mktemp("mlflow")
    port = free_port()
    with fresh_database(postgres) as url, (folder / "server.log").open("ab") as log:
        server = subprocess.Popen(
            _command(port, url.get_secret_value(), folder), cwd=folder, env=_ENV, stdout=log, stderr=log
        )
        try:
            eventually(lambda: _healthy(port), timeout_s=START_WITHIN_S, every_s=0.2)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(60)


def _command(port: int, database_url: str, folder: Path) -> list[str]:
    return [
        *(sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "1", "--backend-store-uri", database_url, "--allowed-hosts", "127.0.0.1:*"),
        *("--artifacts-destination", str(folder / "artifacts")),
    ]


def _healthy(port: int) -> bool:
    with contextlib.suppress(httpx.TransportError):
        return httpx.get(f"http://127.0.0.1:{port}/health", timeout=30).status_code == 200
    return False


class Line:
    """A line to a server that can be cut and mended: to whoever calls through it, the server is away."""

    def __init__(self, target_url: str) -> None:
        self._target = ("127.0.0.1", int(target_url.rpartition(":")[2]))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._listener: socket.socket | None = None
        self._open: set[socket.socket] = set()
        self.mend()

    def mend(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        if self._listener is not None:
            # Closing alone does not wake the thread that accepts.
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        for end in list(self._open):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
                far = socket.create_connection(self._target)
            except OSError:
                return
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        self._open.add(source)
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)
        self._open.discard(source)
        source.close()

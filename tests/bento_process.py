"""A BentoML service as a process of its own, for the tests."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx

from tests.conftest import START_WITHIN_S, eventually, free_port

REPOSITORY = Path(__file__).parents[1]


class Bento:
    def __init__(self, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.process = process
        self.log = log

    def answers(self, path: str) -> int | None:
        """The status, or None while nobody listens."""
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(self.url + path, timeout=30).status_code
        return None


@contextlib.contextmanager
def serving(target: str, folder: Path, settings: Mapping[str, str], cwd: Path = REPOSITORY) -> Iterator[Bento]:
    """`target` is an import path or the tag of a built bento. Its temporary files go below `folder`."""
    port = free_port()
    temporary = folder / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    log = folder / "bento.log"
    command = [sys.executable, "-m", "bentoml", "serve", target, "--host", "127.0.0.1", "--port", str(port)]
    with log.open("ab") as sink:
        process = subprocess.Popen(
            command, cwd=cwd, env=environment(folder, settings), stdout=sink, stderr=sink
        )  # fmt: skip
    try:
        yield Bento(port, process, log)
    finally:
        process.terminate()
        process.wait(60)


def environment(folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    private = {"HOME": str(folder), "TMPDIR": str(folder / "tmp"), "BENTOML_HOME": str(folder / "home")}
    # Not the stack that a demo has left in this repository's folder, with its database.
    private["SPEECHSCAN_DATA_DIR"] = str(folder / "data")
    return {**kept, **private, "BENTOML_DO_NOT_TRACK": "true", "PYTHONUNBUFFERED": "1", **settings}


def until_ready(bento: Bento, timeout_s: float = START_WITHIN_S) -> None:
    def ready() -> bool:
        if bento.process.poll() is not None:
            raise AssertionError(f"the service ended:\n{bento.log.read_text()}")
        return bento.answers("/readyz") == 200

    eventually(ready, timeout_s=timeout_s, every_s=0.2)

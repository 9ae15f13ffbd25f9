"""A Bento process that serves one version, for the gate alone. No client knows its port, and it beats no heartbeat."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from speechscan.errors import Unavailable
from speechscan.settings import Settings

_ROOT = Path(__file__).parents[2]
# Ends the service and its workers when the gate's process dies, even by SIGKILL.
_TETHER = _ROOT / "infra" / "stack" / "tether.py"
_READY_S = 120.0
_GRACE_S = 20.0
_POLL_S = 0.2


@contextmanager
def serving(pin: str, settings: Settings, bundle: Path | None = None, ready_s: float = _READY_S) -> Iterator[str]:
    """The address of a service that serves version `pin` and no other.

    bundle: the version's folder, if it is in no registry; then the pin is "1".
    Raises Unavailable unless it is ready within `ready_s`."""
    with tempfile.TemporaryDirectory(prefix="speechscan-gate-") as scratch:
        folder, port = Path(scratch), _free_port()
        specification = folder / "bento.json"
        specification.write_text(json.dumps(_specification(pin, settings, bundle, folder, port)))
        command = [sys.executable, "-I", "-S", str(_TETHER), str(specification)]
        log = folder / "bento.log"
        with log.open("wb") as sink:
            process = subprocess.Popen(command, stdout=sink, stderr=sink)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(process, url, log, ready_s)
            yield url
        finally:
            _stop(process)


def _specification(pin: str, settings: Settings, bundle: Path | None, folder: Path, port: int) -> dict[str, object]:
    temporary = folder / "tmp"
    temporary.mkdir()
    serve = ["-m", "bentoml", "serve", "bentos.service:Screener", "--host", "127.0.0.1", "--port", str(port)]
    return {
        "command": [sys.executable, *serve],
        "cwd": str(_ROOT),
        "environment": {
            "SPEECHSCAN_MODEL_PIN": pin,
            "SPEECHSCAN_SCORER_WORKERS": "1",
            **({} if bundle is None else {"SPEECHSCAN_MODEL_FOLDER": str(bundle.absolute())}),
            "SPEECHSCAN_DATA_DIR": str(settings.data_dir.absolute()),
            "SPEECHSCAN_MLFLOW_URL": settings.mlflow_url,
            "SPEECHSCAN_MODEL_NAME": settings.model_name,
            "BENTOML_DO_NOT_TRACK": "true",
            "BENTOML_HOME": str(folder / "home"),
            "TMPDIR": str(temporary),
            "PYTHONPATH": os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH")))),
        },
        "stop_signal": "SIGTERM",
        "grace_s": _GRACE_S,
    }


def _wait(process: subprocess.Popen[bytes], url: str, log: Path, ready_s: float) -> None:
    end = time.monotonic() + ready_s
    while not _ready(url):
        ended = process.poll() is not None
        if ended or time.monotonic() > end:
            what = "ended" if ended else f"was not ready within {ready_s:.0f} s"
            last = log.read_text(errors="replace").strip().splitlines()[-1:]
            raise Unavailable("model", f"The gate's own service {what}. Its last line: {''.join(last) or 'none'}")
        time.sleep(_POLL_S)


def _ready(url: str) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"{url}/readyz", timeout=5).status_code == httpx.codes.OK
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(2 * _GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""`speechscan up` as a person starts it, for tests: a process of its own, in a folder and on ports of its own."""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest

from infra.stack.environment import stack_settings
from infra.stack.errors import NotRunning, PortTaken
from infra.stack.folder import DataFolder
from infra.stack.ports import Ports
from infra.stack.status import survey
from infra.stack.supervisor import ProcessInfo, Supervisor
from speechscan.settings import Settings
from tests.conftest import START_WITHIN_S, eventually

ROOT = Path(__file__).resolve().parents[2]
CLI = [sys.executable, "-m", "speechscan.cli"]
STOPPED_WITHIN_S = 180.0
_READY = "Ctrl-C stops everything"


def shell() -> dict[str, str]:
    """The environment without settings of a stack that the developer may be using."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SPEECHSCAN_")}
    voices = {n: v for n, v in os.environ.items() if n == "SPEECHSCAN_VOICE_DATA"}
    return {**clean, **voices, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}


def speechscan(*arguments: str, timeout_s: float = 120) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CLI, *arguments], env=shell(), cwd=ROOT, capture_output=True, text=True, timeout=timeout_s, check=False
    )


def free_ports(besides: Ports | None = None) -> Ports:
    """Below the range that the kernel gives to outgoing connections."""
    for _ in range(100):
        ports = Ports(random.randrange(10_000, 22_000, 20))
        if ports == besides:
            continue
        try:
            ports.require_free()
        except PortTaken:
            continue
        return ports
    raise AssertionError("no free ports")


@dataclass(frozen=True, slots=True)
class LocalStack:
    folder: DataFolder
    ports: Ports
    up: subprocess.Popen[bytes]

    @property
    def settings(self) -> Settings:
        return stack_settings(self.folder)

    @property
    def output(self) -> str:
        return _output_file(self.folder).read_text()

    def process(self, program: str) -> ProcessInfo:
        """As supervisord knows it: its pid is the tether's."""
        return Supervisor(self.folder, {}).processes()[program]

    def is_ready(self) -> bool:
        try:
            return asyncio.run(survey(self.folder)).ready
        except NotRunning:
            return False

    def until_ready(self, timeout_s: float = START_WITHIN_S) -> None:
        def ready_or_ended() -> bool:
            # Its own word first: the survey costs much more, and would slow the start down.
            return self.up.poll() is not None or (_READY in self.output and self.is_ready())

        try:
            eventually(ready_or_ended, timeout_s, every_s=0.3)
        except pytest.fail.Exception as late:
            pytest.fail(f"{late}\n{self.output}\n{self.log_tails()}")
        if self.up.poll() is not None:
            pytest.fail(f"speechscan up ended with {self.up.returncode}:\n{self.output}\n{self.log_tails()}")

    def stop(self) -> int:
        """TERM; returns the exit status."""
        self.up.terminate()
        return self.up.wait(STOPPED_WITHIN_S)

    def log_tails(self) -> str:
        logs = sorted(self.folder.logs.glob("*.log"))
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-1500:]}" for log in logs)


def launch(
    root: Path,
    ports: Ports,
    only: Iterable[str] = (),
    settings: Mapping[str, str] = MappingProxyType({}),
    command: str = "up",
) -> LocalStack:
    folder = DataFolder.at(root)
    chosen = [word for name in only for word in ("--only", name)]
    _output_file(folder).parent.mkdir(parents=True, exist_ok=True)
    with _output_file(folder).open("wb") as output:
        process = subprocess.Popen(
            [*CLI, command, "--data-dir", str(root), "--port-base", str(ports.base), *chosen],
            env={**shell(), **settings},
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    return LocalStack(folder, ports, process)


@contextmanager
def running(
    root: Path,
    ports: Ports | None = None,
    only: Iterable[str] = (),
    settings: Mapping[str, str] = MappingProxyType({}),
    command: str = "up",
) -> Iterator[LocalStack]:
    """Ready at the start of the block, stopped at its end however it ends. settings: of all its programs. command: or
    "demo", which serves on when its voices are screened."""
    stack = launch(root, ports or free_ports(), only, settings, command)
    try:
        stack.until_ready()
        yield stack
    finally:
        if stack.up.poll() is None:
            stack.stop()


def programs(ended: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(ended.stdout)["programs"]
    return rows


def _output_file(folder: DataFolder) -> Path:
    return folder.root.with_name(f"{folder.root.name}.output")

"""The tether with real processes. No program and nothing that it started may outlive it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra.stack.supervisor import TETHER
from tests.conftest import eventually

Spawn = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def tethered(tmp_path: Path) -> Iterator[Spawn]:
    """Starts a shell script under a tether, which runs it in `tmp_path`."""
    started: list[subprocess.Popen[bytes]] = []

    def spawn(script: str, *, stop_signal: str = "SIGTERM", grace_s: float = 10) -> subprocess.Popen[bytes]:
        specification = tmp_path / "program.json"
        command = ["/bin/bash", "-c", script]
        text = {
            "command": command,
            "environment": {"FROM_SPECIFICATION": "yes"},
            "cwd": str(tmp_path),
            "stop_signal": stop_signal,
            "grace_s": grace_s,
        }
        specification.write_text(json.dumps(text))
        process = subprocess.Popen([sys.executable, "-I", "-S", str(TETHER), str(specification)])
        started.append(process)
        return process

    yield spawn
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait(60)


def _pid(path: Path) -> int:
    return int(eventually(lambda: path.exists() and path.read_text().strip()))


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):  # gone before it was opened, or before it was read
        return False
    return state != "Z"


@pytest.mark.parametrize("code", [0, 3])
def test_the_exit_status_is_the_programs(tethered: Spawn, code: int) -> None:
    assert tethered(f"exit {code}").wait(60) == code


def test_it_runs_where_and_with_what_the_specification_says(tethered: Spawn, tmp_path: Path) -> None:
    assert tethered("echo $FROM_SPECIFICATION > here").wait(60) == 0
    assert (tmp_path / "here").read_text() == "yes\n"


def test_a_program_that_cannot_start_says_so(tmp_path: Path) -> None:
    specification = {
        "command": ["/no/such/program"],
        "environment": {},
        "cwd": "/",
        "stop_signal": "SIGTERM",
        "grace_s": 1,
    }
    (tmp_path / "p.json").write_text(json.dumps(specification))
    command = [sys.executable, "-I", "-S", str(TETHER), str(tmp_path / "p.json")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    assert ended.returncode == 127
    assert "cannot start /no/such/program" in ended.stderr


def test_what_a_crashed_program_left_behind_ends_too(tethered: Spawn, tmp_path: Path) -> None:
    """A worker in a session of its own, whose parent is killed: what would keep the port."""
    tether = tethered("setsid sleep 600 & echo $! > worker; echo $$ > program; wait")
    worker, program = _pid(tmp_path / "worker"), _pid(tmp_path / "program")
    os.kill(program, signal.SIGKILL)
    assert tether.wait(60) == 128 + signal.SIGKILL
    assert not _lives(worker)


def test_an_orphan_that_ignores_term_is_killed(tethered: Spawn, tmp_path: Path) -> None:
    script = "(trap '' TERM; echo $BASHPID > worker; while :; do sleep 0.1; done) & until [ -s worker ]; do :; done"
    assert tethered(script).wait(60) == 0
    assert not _lives(_pid(tmp_path / "worker"))


def test_term_becomes_the_programs_own_stop_signal(tethered: Spawn, tmp_path: Path) -> None:
    tether = tethered("trap 'exit 7' INT; touch ready; while :; do sleep 0.05; done", stop_signal="SIGINT")
    eventually((tmp_path / "ready").exists)
    tether.terminate()
    assert tether.wait(60) == 7


def test_a_program_that_ignores_its_stop_is_killed_after_the_grace(tethered: Spawn, tmp_path: Path) -> None:
    tether = tethered("trap '' TERM; touch ready; while :; do sleep 0.05; done", grace_s=0.3)
    eventually((tmp_path / "ready").exists)
    tether.terminate()
    assert tether.wait(60) == 128 + signal.SIGKILL


def test_the_program_is_asked_to_stop_when_its_tether_is_killed(tethered: Spawn, tmp_path: Path) -> None:
    tether = tethered("trap 'touch asked; exit' TERM; echo $$ > program; while :; do sleep 0.05; done")
    program = _pid(tmp_path / "program")
    tether.kill()
    eventually((tmp_path / "asked").exists)
    eventually(lambda: not _lives(program))


def test_the_tether_ends_when_what_started_it_is_killed(tmp_path: Path) -> None:
    specification = {
        "command": ["/bin/bash", "-c", "echo $$ > program; sleep 600"],
        "environment": {},
        "cwd": str(tmp_path),
        "stop_signal": "SIGTERM",
        "grace_s": 5,
    }
    (tmp_path / "p.json").write_text(json.dumps(specification))
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-I', '-S', {str(TETHER)!r}, 'p.json'])"
    starter = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path)
    program = _pid(tmp_path / "program")
    starter.kill()
    starter.wait(60)
    eventually(lambda: not _lives(program))

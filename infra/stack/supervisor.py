"""supervisord as our child: its configuration, its life, and its XML-RPC over a unix socket."""

from __future__ import annotations

import ctypes
import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any
from xmlrpc.client import Fault, ServerProxy

from supervisor.states import ProcessStates
from supervisor.xmlrpc import Faults, SupervisorTransport

from infra.stack.errors import NotRunning, Stopping
from infra.stack.folder import DataFolder
from infra.stack.private import write_private
from infra.stack.program import STAGES, Program

TETHER = Path(__file__).with_name("tether.py")
_SOCKET = "run/supervisor.sock"
_PR_SET_PDEATHSIG = 1
# A program that ends within START_S of its start is tried again after 1, 2, ... RETRIES seconds, then it is FATAL.
# Longer than the slowest start (Prefect 8-10 s): one that dies at its first work must not be started without pause.
START_S = 30
RETRIES = 6
# The tether kills by itself after the program's grace, and then ends the orphans; only a stuck tether is killed.
_TETHER_MARGIN_S = 6


@dataclass(frozen=True, slots=True)
class ProcessInfo:
    name: str
    state: str
    """supervisord's: STOPPED, STARTING, RUNNING, BACKOFF, STOPPING, EXITED, FATAL or UNKNOWN."""
    pid: int | None
    uptime_s: float
    log: Path

    @property
    def gave_up(self) -> bool:
        return self.state == "FATAL"


def write_configuration(folder: DataFolder, programs: Iterable[Program]) -> Path:
    """All paths in it are relative to the data folder, so that no name of a folder needs quoting there."""
    programs = tuple(programs)
    for program in programs:
        write_private(folder.programs / f"{program.name}.json", _specification(program))
    path = folder.run / "supervisord.conf"
    write_private(path, "\n".join([_daemon(), *map(_program, programs), *_groups(programs)]))
    return path


def _daemon() -> str:
    # supervisord makes paths absolute, and the name of a socket has 107 bytes at most, a folder's may have more.
    return f"""\
[unix_http_server]
file=/proc/self/cwd/{_SOCKET}
chmod=0700

[supervisord]
nodaemon=true
silent=true
logfile=logs/supervisord.log
logfile_maxbytes=5MB
logfile_backups=2
pidfile=run/supervisord.pid
childlogdir=logs
{"user=root" if os.geteuid() == 0 else ""}

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""


def _program(program: Program) -> str:
    tether = shlex.join([sys.executable, "-I", "-S", str(TETHER), f"run/programs/{program.name}.json"]).replace(
        "%", "%%"
    )
    return f"""\
[program:{program.name}]
command={tether}
autostart=false
autorestart=true
startsecs={START_S}
startretries={RETRIES}
stopsignal=TERM
stopwaitsecs={int(program.grace_s) + _TETHER_MARGIN_S}
; The signal goes to the tether alone: a program ends its own workers in its own order (the screening worker's decode
; pool must outlive its last claim), and the tether ends what is left. KILL, the last resort, goes to the whole group.
stopasgroup=false
killasgroup=true
redirect_stderr=true
stdout_logfile=logs/{program.name}.log
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=3
"""


def _groups(programs: tuple[Program, ...]) -> Iterator[str]:
    """A group is stopped at once; groups one after the other, the highest priority first."""
    for priority, stage in enumerate(STAGES, start=1):
        members = [p.name for p in programs if p.stage == stage]
        if members:
            yield f"[group:{stage}]\nprograms={','.join(members)}\npriority={priority}\n"


def _specification(program: Program) -> str:
    return json.dumps(
        {
            "command": list(program.command),
            "environment": dict(program.environment),
            "cwd": str(program.cwd),
            "user": program.user,
            "stop_signal": f"SIG{program.stop_signal}",
            "grace_s": program.grace_s,
        }
    )


def launch(
    folder: DataFolder, configuration: Path, environment: Mapping[str, str], lock: IO[bytes]
) -> subprocess.Popen[bytes]:
    """Starts supervisord. Call it from the main thread: the kernel ties it to the thread that starts it."""
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def tie() -> None:
        # If we are killed, even by SIGKILL, supervisord gets TERM and stops everything in order.
        libc.prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGTERM), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    # Its own session: Ctrl-C in the terminal reaches us alone, and we stop it.
    return subprocess.Popen(
        [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(configuration.relative_to(folder.root))],
        cwd=folder.root,
        env=dict(environment),
        stdin=lock,
        stdout=subprocess.DEVNULL,
        stderr=(folder.logs / "supervisord.err").open("wb"),
        preexec_fn=tie,
        start_new_session=True,
    )


class Supervisor:
    """A running supervisord of a data folder. Each call opens its own connection, so any thread may call."""

    def __init__(self, folder: DataFolder, ids: Mapping[str, str]) -> None:
        """`ids` maps a program's name to the supervisor's name for it."""
        self._folder = folder
        self._ids = ids

    def is_up(self) -> bool:
        try:
            self.processes()
        except NotRunning:
            return False
        return True

    def start(self, program: str) -> None:
        """Returns at once; whether it is ready is another question. Raises NotRunning."""
        with self._rpc() as rpc:
            try:
                rpc.supervisor.startProcess(self._ids[program], False)
            except Fault as fault:
                if fault.faultCode != Faults.ALREADY_STARTED:
                    raise

    def processes(self) -> dict[str, ProcessInfo]:
        """By name. Raises NotRunning."""
        with self._rpc() as rpc:
            return {str(row["name"]): self._info(row) for row in rpc.supervisor.getAllProcessInfo()}

    def _info(self, row: Mapping[str, Any]) -> ProcessInfo:
        running = row["state"] in (ProcessStates.RUNNING, ProcessStates.STARTING, ProcessStates.STOPPING)
        return ProcessInfo(
            name=str(row["name"]),
            state=str(row["statename"]),
            pid=int(row["pid"]) or None,
            uptime_s=float(row["now"] - row["start"]) if running else 0.0,
            log=self._folder.logs / f"{row['name']}.log",
        )

    @contextmanager
    def _rpc(self) -> Iterator[Any]:
        # A unix socket's name has 107 bytes at most, a folder's may have more: reach it through an open descriptor.
        try:
            descriptor = os.open(self._folder.root, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            raise NotRunning(self._folder.root) from None
        transport = SupervisorTransport(None, None, f"unix:///proc/self/fd/{descriptor}/{_SOCKET}")
        try:
            yield ServerProxy("http://localhost", transport=transport)
        except (OSError, HTTPException):
            raise NotRunning(self._folder.root) from None
        except Fault as fault:
            if fault.faultCode != Faults.SHUTDOWN_STATE:
                raise
            raise Stopping(self._folder.root) from None
        finally:
            transport.close()
            os.close(descriptor)

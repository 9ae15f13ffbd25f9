"""Holds one program and everything it starts, so that none outlives the stack.

    python -I -S tether.py SPECIFICATION.json

The supervisor runs each program through this. A killed server would otherwise leave its workers behind (uvicorn's,
BentoML's, the flow runs of a Prefect worker), and these would keep its port, so that the restart fails for ever.
The tether ends the program when the supervisor dies, even by SIGKILL; when the program ends, it ends what the program
left behind: as a "child subreaper" it is the parent of those orphans, and it touches no other process.

Only the standard library and no site-packages, so that one tether costs about 10 ms and 9 MB. Linux only.
"""

from __future__ import annotations

import ctypes
import json
import os
import pwd
import signal
import sys
import time
from typing import Any, NoReturn

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
STOP = {signal.SIGTERM, signal.SIGINT, signal.SIGQUIT}
WATCHED = STOP | {signal.SIGCHLD}
# Orphans of a program that has ended have nothing left to finish.
ORPHAN_GRACE_S = 3.0


def main(path: str) -> int:
    with open(path, encoding="utf-8") as file:
        specification = json.load(file)
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    become_reaper()
    parent = os.getppid()
    _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died between the two lines above
        return 0
    program = os.fork()
    if program == 0:
        _become(specification)
    status = _hold(program, signal.Signals[specification["stop_signal"]], specification["grace_s"])
    end_orphans(ORPHAN_GRACE_S)
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)


def _become(specification: dict[str, Any]) -> NoReturn:
    """The forked child turns into the program."""
    try:
        if user := specification.get("user"):
            account = pwd.getpwnam(user)
            os.initgroups(user, account.pw_gid)
            os.setgid(account.pw_gid)
            os.setuid(account.pw_uid)
        # After setuid, which clears it.
        _prctl(PR_SET_PDEATHSIG, signal.Signals[specification["stop_signal"]])
        # What a shell ignores for its background jobs stays ignored across exec: no server could be stopped by it.
        for number in STOP:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        os.chdir(specification["cwd"])
        command = specification["command"]
        os.execve(command[0], command, {**os.environ, **specification["environment"]})  # noqa: S606 - no shell wanted
    except OSError as error:
        print(f"cannot start {specification['command'][0]}: {error}", file=sys.stderr, flush=True)
    os._exit(127)


def _hold(program: int, stop_signal: signal.Signals, grace_s: float) -> int:
    """Waits for the program and returns its wait status. The first stop signal is passed on; after the grace, KILL."""
    deadline: float | None = None
    while True:
        for pid, status in _ended():
            if pid == program:
                return status
        wait = 3600.0 if deadline is None else max(0.0, deadline - time.monotonic())
        received = signal.sigtimedwait(WATCHED, wait)
        if received is None and deadline is not None:
            os.kill(program, signal.SIGKILL)
            deadline = time.monotonic() + 3600
        elif received is not None and received.si_signo in STOP and deadline is None:
            os.kill(program, stop_signal)
            deadline = time.monotonic() + grace_s


def become_reaper() -> None:
    """From now on, orphans below this process become its children."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def end_orphans(grace_s: float) -> None:
    """Ends every child of this process, TERM first and KILL after the grace. Each was started by it or below it."""
    deadline = time.monotonic() + grace_s
    asked: set[int] = set()
    while children := _children():
        late = time.monotonic() > deadline
        for pid in children:
            if late:
                os.kill(pid, signal.SIGKILL)
            elif pid not in asked:
                asked.add(pid)
                os.kill(pid, signal.SIGTERM)
        signal.sigtimedwait({signal.SIGCHLD}, 0.1)
        list(_ended())


def reap_strays(known: int) -> None:
    """Collects ended children other than `known`: orphans whose own tether was killed."""
    for pid in _children():
        if pid != known:
            os.waitpid(pid, os.WNOHANG)


def _children() -> list[int]:
    """Living children. None can vanish between here and a kill: only this process reaps them."""
    with open("/proc/thread-self/children", encoding="ascii") as file:
        return [int(pid) for pid in file.read().split()]


def _ended() -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return found
        if pid == 0:
            return found
        found.append((pid, status))


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl failed")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

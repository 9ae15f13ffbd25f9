"""The local stack from its start to its stop, held by one foreground process."""

from __future__ import annotations

import asyncio
import os
import subprocess
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import IO

import httpx

from infra.stack import environment, record
from infra.stack.display import Display
from infra.stack.errors import NotRunning, StackError
from infra.stack.folder import DataFolder
from infra.stack.lock import exclusive
from infra.stack.ports import Ports
from infra.stack.program import Program
from infra.stack.programs import all_programs
from infra.stack.readiness import Readiness
from infra.stack.secrets import Secrets, load_or_make
from infra.stack.start import Start
from infra.stack.steps import run_steps
from infra.stack.supervisor import ProcessInfo, Supervisor, launch, write_configuration
from infra.stack.tether import become_reaper, end_orphans, reap_strays
from speechscan.settings import Settings

_LOOK_EVERY_S = 1.0
# supervisord gives up on a program that crashes again and again; we try it again, and say so.
_SECOND_CHANCE_S = 30.0
_SUPERVISOR_WITHIN_S = 20.0


@dataclass(frozen=True, slots=True)
class Stack:
    folder: DataFolder
    ports: Ports
    settings: Settings
    display: Display
    supervisor: Supervisor
    daemon: subprocess.Popen[bytes] = field(repr=False)

    async def watch(self) -> None:
        """Tells of crashes and restarts until cancelled. Raises StackError if the supervisor itself is gone."""
        seen = await self._processes()
        gave_up_at: dict[str, float] = {}
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            reap_strays(self.daemon.pid)
            now = await self._processes()
            for name, process in now.items():
                self._tell(seen[name], process)
                if not process.gave_up:
                    gave_up_at.pop(name, None)
                elif time.monotonic() - gave_up_at.setdefault(name, time.monotonic()) > _SECOND_CHANCE_S:
                    self.display.say(f"{name}: another try.")
                    await asyncio.to_thread(self.supervisor.start, name)
            # Between two processes a program has no pid; then the one before counts, or the restart goes untold.
            seen = {name: replace(process, pid=process.pid or seen[name].pid) for name, process in now.items()}

    async def _processes(self) -> dict[str, ProcessInfo]:
        try:
            return await asyncio.to_thread(self.supervisor.processes)
        except NotRunning:
            raise StackError(
                f"The supervisor has ended, and every program with it. See {self.folder.logs}/supervisord.log."
            ) from None

    def _tell(self, before: ProcessInfo, now: ProcessInfo) -> None:
        if now.gave_up and not before.gave_up:
            self.display.say(
                f"{now.name} ends each time that it is started. The next try is in {_SECOND_CHANCE_S:.0f} s; "
                f"its log is {now.log}."
            )
        elif now.pid is not None and before.pid is not None and now.pid != before.pid:
            self.display.say(f"{now.name} ended and was started again (process {now.pid}). Its log is {now.log}.")


@asynccontextmanager
async def local_stack(
    folder: DataFolder, ports: Ports, display: Display, only: Iterable[str] | None = None
) -> AsyncIterator[Stack]:
    """Starts the stack, or the programs named in `only`; stops it on the way out. Use it in the main thread."""
    become_reaper()
    with exclusive(folder) as lock:
        ports.require_free()
        folder.prepare()
        secrets = load_or_make(folder)
        programs = [p for p in all_programs(folder, secrets, ports) if only is None or p.name in set(only)]
        stack = await _launched(folder, ports, secrets, programs, display, lock)
        try:
            async with httpx.AsyncClient() as http:
                start = Start(
                    folder=folder,
                    ports=ports,
                    secrets=secrets,
                    settings=stack.settings,
                    supervisor=stack.supervisor,
                    readiness=Readiness(stack.settings, http),
                    http=http,
                )
                try:
                    await run_steps(start.steps(p.name for p in programs), display)
                finally:
                    display.finish()
            record.write(folder, _record(ports, programs, started=True))
            yield stack
        finally:
            _stop(stack, sum(p.grace_s for p in programs))


async def _launched(
    folder: DataFolder,
    ports: Ports,
    secrets: Secrets,
    programs: list[Program],
    display: Display,
    lock: IO[bytes],
) -> Stack:
    environment.write_stack_env(folder, environment.connection_settings(folder, secrets, ports))
    record.write(folder, _record(ports, programs, started=False))
    settings = environment.stack_settings(folder)
    configuration = write_configuration(folder, programs)
    shell = environment.inherited() | environment.common(folder, secrets, ports)
    daemon = launch(folder, configuration, shell, lock)
    supervisor = Supervisor(folder, {p.name: p.id for p in programs})
    deadline = time.monotonic() + _SUPERVISOR_WITHIN_S
    while not await asyncio.to_thread(supervisor.is_up):
        if daemon.poll() is not None or time.monotonic() > deadline:
            daemon.kill()
            raise StackError(f"The supervisor did not start. See {folder.logs}/supervisord.err.")
        await asyncio.sleep(0.05)
    return Stack(folder, ports, settings, display, supervisor, daemon)


def _record(ports: Ports, programs: list[Program], *, started: bool) -> record.Record:
    return record.Record(os.getpid(), ports.base, {p.name: p.address for p in programs}, started)


def _stop(stack: Stack, longest_s: float) -> None:
    """Blocks: a second Ctrl-C must not cut an orderly stop short. Bounded, and nothing is left in any case: the
    programs are tied to the supervisor."""
    stack.display.say("Stopping.")
    stack.daemon.terminate()
    try:
        stack.daemon.wait(longest_s + 30)
    except subprocess.TimeoutExpired:
        stack.daemon.kill()
        stack.daemon.wait()
    # Normally none. If the supervisor was killed, its tethers are our children now and are stopping by themselves.
    end_orphans(longest_s)
    stack.folder.record.unlink(missing_ok=True)
    stack.display.say("Stopped.")

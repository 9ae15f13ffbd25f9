"""What runs of the stack on a data folder, and is it ready?"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import httpx

from infra.stack import record
from infra.stack.environment import stack_settings
from infra.stack.errors import NotRunning
from infra.stack.folder import DataFolder
from infra.stack.readiness import Readiness
from infra.stack.supervisor import ProcessInfo, Supervisor


@dataclass(frozen=True, slots=True)
class ProgramStatus:
    process: ProcessInfo
    address: str | None
    not_ready: str | None
    """Why it is not ready; None when it is."""

    @property
    def ready(self) -> bool:
        return self.not_ready is None


@dataclass(frozen=True, slots=True)
class StackStatus:
    started: bool
    """False while `speechscan up` still starts and prepares things."""
    programs: list[ProgramStatus]
    """In the order of the start."""

    @property
    def ready(self) -> bool:
        return self.started and all(program.ready for program in self.programs)


async def survey(folder: DataFolder) -> StackStatus:
    """Raises NotRunning."""
    known = record.read(folder)
    if known is None:
        raise NotRunning(folder.root)
    processes = await asyncio.to_thread(Supervisor(folder, {}).processes)
    settings = stack_settings(folder)
    async with httpx.AsyncClient() as http:
        readiness = Readiness(settings, http)
        reasons = await asyncio.gather(*(readiness.check(processes[name]) for name in known.addresses))
    programs = [
        ProgramStatus(processes[name], address, reason)
        for (name, address), reason in zip(known.addresses.items(), reasons, strict=True)
    ]
    return StackStatus(known.started, programs)

"""A command that runs once in the start and must succeed."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

from infra.stack.errors import StepFailed
from infra.stack.folder import DataFolder
from infra.stack.private import write_private
from infra.stack.program import ROOT
from infra.stack.supervisor import TETHER


async def run_chore(
    folder: DataFolder, name: str, command: Sequence[str], environment: Mapping[str, str], timeout_s: float
) -> None:
    """Its output goes to a log of its name. Tethered: it ends when this process does."""
    specification = {
        "command": list(command),
        "environment": {},
        "cwd": str(ROOT),
        "stop_signal": "SIGTERM",
        "grace_s": 3,
    }
    path = folder.programs / f"{name}.json"
    write_private(path, json.dumps(specification))
    log = folder.logs / f"{name}.log"
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", str(TETHER), str(path)),
            env=dict(environment),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=out,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            code = await asyncio.wait_for(process.wait(), timeout_s)
        except TimeoutError:
            raise StepFailed(name, f"it took longer than {timeout_s:.0f} s.", log) from None
        finally:
            with suppress(ProcessLookupError):
                process.terminate()
            await process.wait()
    if code != 0:
        raise StepFailed(name, f"it ended with exit status {code}.", log)

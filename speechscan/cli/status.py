"""`speechscan status`."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from infra.stack.folder import DataFolder
from speechscan.cli.options import DEFAULT_DATA_DIR, DataDir

if TYPE_CHECKING:
    from infra.stack.status import ProgramStatus, StackStatus


def status(
    data_dir: DataDir = DEFAULT_DATA_DIR,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Say what runs and is ready. The exit status is 0 only if everything is."""
    from infra.stack.status import survey

    found = asyncio.run(survey(DataFolder.at(data_dir)))
    if as_json:
        document = {"ready": found.ready, "started": found.started, "programs": [_as_dict(p) for p in found.programs]}
        typer.echo(json.dumps(document, indent=1))
    else:
        _show(found)
    if not found.ready:
        raise typer.Exit(1)


def _as_dict(program: ProgramStatus) -> dict[str, object]:
    process = program.process
    return {
        "name": process.name,
        "ready": program.ready,
        "reason": program.not_ready,
        "state": process.state,
        "pid": process.pid,
        "uptime_s": round(process.uptime_s),
        "address": program.address,
        "log": str(process.log),
    }


def _show(found: StackStatus) -> None:
    console = Console()
    table = Table("program", "ready", "state", "process", "up", "address", box=None)
    for program in found.programs:
        process = program.process
        table.add_row(
            process.name,
            "[green]yes" if program.ready else "[red]no",
            process.state,
            str(process.pid or ""),
            str(timedelta(seconds=round(process.uptime_s))) if process.pid else "",
            program.address or "",
        )
    console.print(table)
    if not found.started:
        console.print("The stack is still starting.")
    for program in found.programs:
        if not program.ready:
            console.print(f"{program.process.name}: {program.not_ready}", markup=False, highlight=False, soft_wrap=True)

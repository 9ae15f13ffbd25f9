"""What `speechscan up` does: hold the local stack in the foreground."""

from __future__ import annotations

from rich.console import Console

from infra.stack.display import display_on
from infra.stack.folder import DataFolder
from infra.stack.ports import Ports
from infra.stack.stack import Stack, local_stack

HOW_TO_STOP = "Ctrl-C stops everything; the data stay."


async def serve(folder: DataFolder, ports: Ports, only: list[str] | None) -> None:
    console = Console()
    async with local_stack(folder, ports, display_on(console), only) as stack:
        announce(console, stack)
        console.print(HOW_TO_STOP)
        await stack.watch()


def announce(console: Console, stack: Stack) -> None:
    url = stack.ports.url
    lines = {
        "API and its documentation": f"{url('api')}/docs",
        "Prefect UI: runs, retries, schedules": url("prefect"),
        "MLflow UI: models and their versions": url("mlflow"),
        "Logs": str(stack.folder.logs),
    }
    for what, where in lines.items():
        console.print(f"  {what}: {where}", markup=False, highlight=False, soft_wrap=True)

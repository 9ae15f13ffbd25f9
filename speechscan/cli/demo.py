"""`speechscan demo`."""

from __future__ import annotations

from typing import Annotated

import typer

from infra.stack.folder import DataFolder
from infra.stack.ports import Ports
from speechscan.cli.foreground import run_until_stopped
from speechscan.cli.options import DEFAULT_BASE, DEFAULT_DATA_DIR, DataDir, PortBase


def demo(
    once: Annotated[bool, typer.Option("--once", help="Stop after the results instead of serving on.")] = False,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    port_base: PortBase = DEFAULT_BASE,
) -> None:
    """Start the whole stack, screen a few synthetic voices, and serve until Ctrl-C.

    The voices are made here from fixed seeds: no person's recording is used. With --once the exit status is 0 only if
    every recording was screened.
    """
    from speechscan.cli.demonstration import demonstrate

    run_until_stopped(demonstrate(DataFolder.at(data_dir), Ports(port_base), once))

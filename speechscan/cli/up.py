"""`speechscan up`."""

from __future__ import annotations

from typing import Annotated

import typer

from infra.stack.folder import DataFolder
from infra.stack.ports import Ports
from speechscan.cli.foreground import run_until_stopped
from speechscan.cli.options import DEFAULT_BASE, DEFAULT_DATA_DIR, DataDir, PortBase


def up(
    data_dir: DataDir = DEFAULT_DATA_DIR,
    port_base: PortBase = DEFAULT_BASE,
    only: Annotated[
        list[str] | None, typer.Option(hidden=True, help="Start only this program; may be given several times.")
    ] = None,
) -> None:
    """Start the whole stack on this machine and serve until Ctrl-C.

    PostgreSQL, an S3 store, Prefect, MLflow, the scorer, the API and its workers, all on 127.0.0.1. Everything that
    must survive a restart lies in the data folder.
    """
    from speechscan.cli.serving import serve

    run_until_stopped(serve(DataFolder.at(data_dir), Ports(port_base), only))

"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from infra.stack.ports import DEFAULT_BASE, HIGHEST_BASE
from speechscan.settings import DEFAULT_DATA_DIR

DataDir = Annotated[
    Path,
    typer.Option(
        "--data-dir",
        envvar="SPEECHSCAN_DATA_DIR",
        help="Folder of the local stack: databases, recordings, secrets, logs.",
    ),
]
PortBase = Annotated[
    int,
    typer.Option(
        "--port-base",
        min=1024,
        max=HIGHEST_BASE,
        help="First of the stack's consecutive ports: API, Prefect, MLflow, Bento, PostgreSQL, S3, ...",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs, and nothing else, on standard output.")]
__all__ = ["DEFAULT_BASE", "DEFAULT_DATA_DIR", "AsJson", "DataDir", "PortBase"]

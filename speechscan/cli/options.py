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
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
__all__ = ["DEFAULT_BASE", "DEFAULT_DATA_DIR", "AsJson", "DataDir", "PortBase", "Yes", "ask_first"]


def ask_first(question: str, *, yes: bool, as_json: bool) -> None:
    """Ends the command unless the person agrees. Raises BadParameter where nobody can be asked."""
    if not yes and as_json:
        raise typer.BadParameter("with --json nobody is asked: add --yes")
    if not yes:
        typer.confirm(question, abort=True, err=True)

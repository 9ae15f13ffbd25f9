"""What goes where: answers to standard output, words about the work to standard error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer
from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from speechscan.cli.printable import printable
from speechscan.errors import InvalidRequest

_UNBOUNDED = 10_000
_ID = len("5f0c8b1e-3f64-4f0e-9d43-0a4d6c1b7e52")


def json_document(document: Any) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1))


def json_line(document: Any) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False))


def show(what: RenderableType) -> None:
    console = Console(markup=False)
    if not console.is_terminal:
        # For a pipe or a file no column gives way.
        console.width = _UNBOUNDED
    if isinstance(what, Table):
        for column in what.columns:
            # An id that is cut is of no use, so others give way to it.
            column.no_wrap = column.no_wrap or column.header == "id"
            column.min_width = _ID if column.header == "id" else column.min_width
    console.print(what, highlight=False, soft_wrap=True)


def say(sentence: str, style: str = "") -> None:
    Console(stderr=True).print(printable(sentence), style=style, markup=False, highlight=False, soft_wrap=True)


def write(path: Path, text: str) -> None:
    """As it is, line ends too. Raises InvalidRequest."""
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise InvalidRequest(f"{path} cannot be written: {error.strerror}.") from error


def progress() -> Progress:
    """Bars on standard error, if that is a terminal."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )

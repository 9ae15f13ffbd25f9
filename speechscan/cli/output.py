"""What goes where: answers to standard output, words about the work to standard error."""

from __future__ import annotations

import json
from typing import Any

import typer
from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


def json_document(document: Any) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1))


def json_line(document: Any) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False))


def show(what: RenderableType) -> None:
    Console().print(what, markup=False, highlight=False, soft_wrap=True)


def say(sentence: str, style: str = "") -> None:
    Console(stderr=True).print(sentence, style=style, markup=False, highlight=False, soft_wrap=True)


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

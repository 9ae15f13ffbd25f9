"""The commands as a page, made from the command line itself."""

from __future__ import annotations

import typer
from typer.cli import get_docs_for_click

from speechscan.cli.app import app


def command_reference() -> str:
    """Markdown, from the first heading on: every command with its arguments and options."""
    command = typer.main.get_command(app)
    return get_docs_for_click(obj=command, ctx=typer.Context(command), name="speechscan", title="Every command")

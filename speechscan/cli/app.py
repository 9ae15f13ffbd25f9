"""`speechscan`: its commands, and how an error reaches the person."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console

from speechscan import __version__
from speechscan.cli import (
    data,
    database,
    demo,
    drift,
    gate,
    keys,
    models,
    phantoms,
    predict,
    reference,
    regress,
    status,
    train,
    up,
    webhooks,
    worker,
)
from speechscan.errors import SpeechScanError
from speechscan.settings import Settings

app = typer.Typer(
    name="speechscan",
    help="SpeechScan: screening of short voice recordings for signs of dysarthria.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # locals may hold secrets
    rich_markup_mode="rich",
)
app.command("up")(up.up)
app.command("status")(status.status)
app.command("demo")(demo.demo)
app.command("worker")(worker.worker)
app.command("predict")(predict.predict)
app.command("phantoms")(phantoms.phantoms)
app.command("train")(train.train)
app.command("regress", cls=regress.Regress)(regress.regress)
app.add_typer(reference.app, name="reference")
app.add_typer(keys.app, name="keys")
app.add_typer(data.app, name="data")
app.add_typer(models.app, name="models")
app.add_typer(database.app, name="db")
app.add_typer(gate.app, name="gate")
app.add_typer(drift.app, name="drift")
app.add_typer(webhooks.app, name="webhooks")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    pass


def main() -> None:
    try:
        app()
    except SpeechScanError as error:
        _fail(error.detail)
    except ValidationError as error:
        if error.title != Settings.__name__:
            raise
        _fail(f"A setting is not valid: {'; '.join(_complaints(error))}.")


def _complaints(error: ValidationError) -> list[str]:
    """Without the values, which may be secrets."""
    prefix = str(Settings.model_config["env_prefix"])
    found = error.errors(include_input=False, include_url=False)
    return [f"{prefix}{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" if e["loc"] else e["msg"] for e in found]


def _fail(sentence: str) -> NoReturn:
    Console(stderr=True).print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)
    sys.exit(1)

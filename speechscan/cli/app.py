"""`speechscan`: its commands, and how an error reaches the person."""

from __future__ import annotations

import io
import sys
from typing import NoReturn

import typer
from pydantic import ValidationError

from speechscan import __version__
from speechscan.cli import (
    batch,
    data,
    database,
    demo,
    drift,
    exit_status,
    gate,
    jobs,
    keys,
    models,
    output,
    phantoms,
    predict,
    reference,
    regress,
    reports,
    status,
    submit,
    train,
    up,
    webhook,
    webhooks,
    worker,
)
from speechscan.errors import SpeechScanError, Unavailable
from speechscan.settings import Settings

app = typer.Typer(
    name="speechscan",
    help="SpeechScan: screening of short voice recordings for signs of dysarthria.",
    no_args_is_help=True,
    epilog=exit_status.EPILOG,
    pretty_exceptions_show_locals=False,  # locals may hold secrets
    rich_markup_mode="markdown",
)
_RECORDINGS, _SERVICE, _MODEL = "Recordings and results", "The service", "The model"
app.command("submit", epilog=exit_status.EPILOG, rich_help_panel=_RECORDINGS)(submit.submit)
app.add_typer(jobs.app, name="jobs", rich_help_panel=_RECORDINGS)
app.add_typer(batch.app, name="batch", rich_help_panel=_RECORDINGS)
app.add_typer(reports.app, name="reports", rich_help_panel=_RECORDINGS)
app.add_typer(webhook.app, name="webhook", rich_help_panel=_RECORDINGS)
app.command("predict", rich_help_panel=_RECORDINGS)(predict.predict)
app.command("up", rich_help_panel=_SERVICE)(up.up)
app.command("status", rich_help_panel=_SERVICE)(status.status)
app.command("demo", rich_help_panel=_SERVICE)(demo.demo)
app.command("worker", rich_help_panel=_SERVICE)(worker.worker)
app.add_typer(keys.app, name="keys", rich_help_panel=_SERVICE)
app.add_typer(webhooks.app, name="webhooks", rich_help_panel=_SERVICE)
app.add_typer(database.app, name="db", rich_help_panel=_SERVICE)
app.add_typer(models.app, name="models", rich_help_panel=_MODEL)
app.command("train", rich_help_panel=_MODEL)(train.train)
app.command("regress", cls=regress.Regress, rich_help_panel=_MODEL)(regress.regress)
app.add_typer(reference.app, name="reference", rich_help_panel=_MODEL)
app.add_typer(data.app, name="data", rich_help_panel=_MODEL)
app.command("phantoms", rich_help_panel=_MODEL)(phantoms.phantoms)
app.add_typer(gate.app, name="gate", rich_help_panel=_MODEL)
app.add_typer(drift.app, name="drift", rich_help_panel=_MODEL)


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
    _let_everything_be_printed()
    try:
        app()
    except Unavailable as error:
        from speechscan.cli import away

        _fail(away.sentence(error), exit_status.of(error))
    except SpeechScanError as error:
        _fail(error.detail, exit_status.of(error))
    except ValidationError as error:
        if error.title != Settings.__name__:
            raise
        _fail(f"A setting is not valid: {'; '.join(_complaints(error))}.")


def _let_everything_be_printed() -> None:
    """What the terminal's encoding lacks is named by its number: no result is lost for a letter."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _complaints(error: ValidationError) -> list[str]:
    """Without the values, which may be secrets."""
    prefix = str(Settings.model_config["env_prefix"])
    found = error.errors(include_input=False, include_url=False)
    return [f"{prefix}{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" if e["loc"] else e["msg"] for e in found]


def _fail(sentence: str, status: int = exit_status.FAILED) -> NoReturn:
    output.say(sentence, "red")
    sys.exit(status)

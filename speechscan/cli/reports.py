"""`speechscan reports`."""

from __future__ import annotations

import os
import tempfile
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from speechscan.cli import exit_status, output
from speechscan.cli.options import DEFAULT_DATA_DIR, DataDir
from speechscan.cli.remote import AsJson, Key, Url, connected
from speechscan.domain.report import ReportKind

app = typer.Typer(
    help="Reports of drift, gate, regression and validation. They need a key with the scope reports.",
    no_args_is_help=True,
    epilog=exit_status.EPILOG,
)


@app.command("list", epilog=exit_status.EPILOG)
def list_reports(
    kind: Annotated[
        list[ReportKind] | None,
        typer.Option(metavar="KIND", help="Only drift, gate, regression or validation; several times for several."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="So many of the latest.")] = 20,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Show the reports, newest first. With --json a line for each."""
    with connected(url, key, data_dir) as client:
        found = list(client.reports.list(kind or (), limit=limit))
    if as_json:
        for report in found:
            output.json_line(report.document())
        return
    table = Table("id", "made, UTC", "kind", "outcome", "model", "page", box=None)
    for report in found:
        cells = (str(report.id), f"{report.made_at:%Y-%m-%d %H:%M}", report.kind, report.outcome)
        table.add_row(*map(Text, cells), report.model_version or "", "yes" if report.links.html else "no")
    output.show(table)


@app.command("open", epilog=exit_status.EPILOG)
def open_report(
    report_id: Annotated[str, typer.Argument(metavar="ID", help="As `speechscan reports list` shows it.")],
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE", dir_okay=False, help="Save the page, open no browser.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what the report found as JSON, and open nothing.")
    ] = False,
    url: Url = None,
    key: Key = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Open the page of a report in the browser, from a copy that only you can read; or save it."""
    with connected(url, key, data_dir) as client:
        if as_json:
            output.json_document(client.reports.read(report_id).document())
            if save is None:
                return
        page = client.reports.html(report_id)
    path = _saved(page, save)
    if save is not None:
        output.say(f"The page is saved as {path}.")
    elif not webbrowser.open(path.as_uri()):
        output.say(f"No browser could be opened. The page is {path}.")


def _saved(page: str, path: Path | None) -> Path:
    if path is None:
        number, name = tempfile.mkstemp(prefix="speechscan-report-", suffix=".html")
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(page)
        return Path(name)
    output.write(path, page)
    return path

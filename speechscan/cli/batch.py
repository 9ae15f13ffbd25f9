"""`speechscan batch`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from speechscan.cli import exit_status, output
from speechscan.cli.options import DEFAULT_DATA_DIR, DataDir
from speechscan.cli.remote import AsJson, Key, Url, connected
from speechscan.cli.submit import Subject, Task, Timeout, Webhook

if TYPE_CHECKING:
    from speechscan.client import Batch

app = typer.Typer(
    help="Up to 1,000 recordings that are sent, followed and cancelled as one.",
    no_args_is_help=True,
    epilog=exit_status.EPILOG,
)
Id = Annotated[str, typer.Argument(metavar="ID", help="Of the batch.")]


class Format(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"


@app.command(epilog=exit_status.EPILOG)
def submit(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", exists=True, help="Recordings, or folders of them.")
    ] = None,
    manifest: Annotated[
        str | None,
        typer.Option(
            metavar="KEY",
            help="In place of paths: recordings that lie in the service's bucket already, as the CSV file of this key "
            "lists them, imports/CALLER/list.csv.",
        ),
    ] = None,
    recursive: Annotated[bool, typer.Option("--recursive", "-r", help="Also the folders within the folders.")] = False,
    label: Annotated[str | None, typer.Option(help="A word of yours for the batch. No name of a person.")] = None,
    subject: Subject = None,
    subjects: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="CSV with the columns file, subject and perhaps task, and a line for each recording.",
        ),
    ] = None,
    task: Task = None,
    webhook: Webhook = None,
    index: Annotated[
        Path | None,
        typer.Option(metavar="FILE", dir_okay=False, help="Write a CSV that says which file has which index."),
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until all have ended.")] = False,
    timeout: Timeout = 3600,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Send recordings as one batch and start it.

    The service gets no file names: an item is known by its index, the place of its file in what was sent. Keep --index
    or the answer of --json, or nobody can tell later which result is whose.
    """
    from speechscan.cli.batch_submission import Listed, Shipment, items_for, submit_batch
    from speechscan.cli.recordings import recordings

    wait_s = timeout if wait else None
    shipment: Shipment | Listed
    if manifest is not None:
        _nothing_beside_a_manifest(paths, recursive, subject, subjects, task, index)
        shipment = Listed(manifest, label, webhook, wait_s)
    elif paths:
        found = recordings(paths, recursive)
        shipment = Shipment(found, items_for(found, subject, subjects, task), label, webhook, index, wait_s)
    else:
        raise typer.BadParameter("say what to send: recordings or folders, or --manifest KEY for what the bucket has")
    with connected(url, key, data_dir) as client:
        status = submit_batch(client, shipment, as_json=as_json)
    raise typer.Exit(status)


@app.command("list", epilog=exit_status.EPILOG)
def list_batches(
    as_json: AsJson = False, url: Url = None, key: Key = None, data_dir: DataDir = DEFAULT_DATA_DIR
) -> None:
    """Show your batches, newest first. With --json a line for each."""
    with connected(url, key, data_dir) as client:
        found = list(client.batches.list())
    if as_json:
        for batch in found:
            output.json_line(batch.document())
    else:
        output.show(overview(found))


@app.command(epilog=exit_status.EPILOG)
def show(
    batch_id: Id, as_json: AsJson = False, url: Url = None, key: Key = None, data_dir: DataDir = DEFAULT_DATA_DIR
) -> None:
    """Show how far a batch is."""
    with connected(url, key, data_dir) as client:
        _print(client.batches.read(batch_id), as_json)


@app.command(epilog=exit_status.EPILOG)
def results(
    batch_id: Id,
    format: Annotated[Format, typer.Option(help="Of the table.")] = Format.CSV,
    out: Annotated[Path | None, typer.Option(metavar="FILE", dir_okay=False, help="Write it to this file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format jsonl.")] = False,
    url: Url = None,
    key: Key = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Print the results of a batch, a row an item by its index; also while it runs."""
    with connected(url, key, data_dir) as client:
        table = client.batches.table(batch_id, "jsonl" if as_json else format.value)
    if out is None:
        typer.echo(table, nl=False)
    else:
        output.write(out, table)


@app.command(epilog=exit_status.EPILOG)
def cancel(
    batch_id: Id, as_json: AsJson = False, url: Url = None, key: Key = None, data_dir: DataDir = DEFAULT_DATA_DIR
) -> None:
    """End what has not ended yet; what has, stays."""
    with connected(url, key, data_dir) as client:
        _print(client.batches.cancel(batch_id), as_json)


def _nothing_beside_a_manifest(*given: object) -> None:
    if any(given):
        raise typer.BadParameter(
            "--manifest says itself what is sent, whose voice it is and what is spoken: give no path with it, and none "
            "of --recursive, --subject, --subjects, --task and --index"
        )


def overview(batches: list[Batch]) -> Table:
    table = Table("id", "made", "label", "state", "ended", "items", "not screened", box=None)
    for batch in batches:
        counts = batch.counts
        table.add_row(
            str(batch.id),
            f"{batch.created_at:%Y-%m-%d %H:%M}",
            batch.label or "",
            str(batch.state),
            str(counts.ended),
            str(counts.total),
            str(counts.ended - counts.completed),
        )
    return table


def _print(batch: Batch, as_json: bool) -> None:
    if as_json:
        output.json_document(batch.document())
    else:
        output.show(overview([batch]))

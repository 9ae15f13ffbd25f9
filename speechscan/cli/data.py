"""`speechscan data`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import track

from speechscan.cli import data_import, manifests, output
from speechscan.cli.options import AsJson
from speechscan.errors import InvalidRequest

if TYPE_CHECKING:
    from registry.data.table import Row, Table

app = typer.Typer(help="Labelled recordings for training: import them, check them.", no_args_is_help=True)
app.add_typer(data_import.app, name="import")


@app.command()
def check(
    manifest: Annotated[Path, typer.Argument(help="The manifest, or a folder with a manifest.csv.")],
    skip_bad: Annotated[
        bool,
        typer.Option("--skip-bad", help="List the files that cannot be used, and judge the manifest without them."),
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="With --skip-bad: write the manifest without those files here.", dir_okay=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check a manifest before training: cells, files, duplicates, speakers, corpora.

    Every recording is decoded. The report names the line of each fault and says what to do. The exit status is 0 if
    the manifest can be used, and 1 if it cannot; warnings alone leave it at 0.
    """
    from registry.data.check import check as checked
    from registry.data.manifest import read
    from registry.data.rendering import document, rendered

    if out and not skip_bad:
        raise InvalidRequest("--out writes the manifest without bad files. Give --skip-bad too.")
    report = checked(manifest, skip_bad=skip_bad, track=_with_progress)
    if as_json:
        output.json_document(document(report))
    else:
        typer.echo(rendered(report), nl=False)
    if not report.passed:
        raise typer.Exit(1)
    if out:
        manifests.write(out, read(manifest).without(report.skipped).clips)


def _with_progress(table: Table) -> Iterator[Row]:
    yield from track(table.rows, "Decoding", console=Console(stderr=True), transient=True)

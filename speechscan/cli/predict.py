"""`speechscan predict`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from speechscan.cli.options import DEFAULT_DATA_DIR, DataDir
from speechscan.settings import Settings


def predict(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Recordings, or folders of them.")],
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON per recording on standard output.")] = False,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", dir_okay=False, help="Write a CSV file too.")
    ] = None,
    recursive: Annotated[
        bool, typer.Option("--recursive", "-r", help="Also the folders within the given folders.")
    ] = False,
    model: Annotated[
        str | None,
        typer.Option(
            help="models:/NAME/VERSION or models:/NAME@ALIAS in MLflow, or a version's folder. Default: the shipped."
        ),
    ] = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Score recordings on this machine, without any server. They are read, and nothing of them is kept.

    Of a folder, all files that are sound by content or by name are taken. A recording that cannot be scored is a line
    with its reason, and the exit status is 1 at the end.
    """
    from speechscan.cli.local_model import open_model
    from speechscan.cli.prediction import predict_all
    from speechscan.cli.predictions import CsvReport, JsonLines, Report, TableReport
    from speechscan.cli.recordings import recordings
    from speechscan.telemetry import logs

    logs.configure("predict", "ERROR")
    settings = Settings.load(data_dir)
    with open_model(model, settings) as scorer:
        reports: list[Report] = [JsonLines() if as_json else TableReport()]
        if csv_file is not None:
            reports.append(CsvReport(csv_file))
        bad = predict_all(recordings(paths, recursive), scorer, settings, reports)
    raise typer.Exit(1 if bad else 0)

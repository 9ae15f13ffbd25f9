"""`speechscan phantoms`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from speechscan.errors import InvalidRequest


def phantoms(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the files go; it is made if it is missing.")],
    format: Annotated[str, typer.Option(help="wav, flac, mp3, ogg, m4a or webm.")] = "wav",
) -> None:
    """Write the catalogue of synthetic voices as files, with truth.csv: what is known of each.

    The voices are made from fixed seeds. No person's recording is used.
    """
    from regression.phantoms import CATALOGUE, FORMATS
    from regression.phantoms.folder import write

    if format not in FORMATS:
        raise InvalidRequest(f"There is no format {format}. The formats are {', '.join(FORMATS)}.")
    names = list(track(write(folder, CATALOGUE, format), "Making voices", total=len(CATALOGUE), transient=True))
    typer.echo(f"{len(names)} synthetic voices and truth.csv are in {folder}.")

"""`speechscan phantoms`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from speechscan.cli.printable import printable
from speechscan.errors import InvalidRequest

_COHORT = "Simulated cohort"


def phantoms(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the files go; it is made if it is missing.")],
    format: Annotated[str, typer.Option(help="wav, flac, mp3, ogg, m4a or webm. A cohort is flac.")] = "wav",
    cohort: Annotated[
        int | None,
        typer.Option(
            metavar="SPEAKERS",
            min=4,
            help="Instead of the catalogue: so many synthetic speakers of two classes, with manifest.csv.",
            rich_help_panel=_COHORT,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Other seeds, other speakers.", rich_help_panel=_COHORT)] = 0,
    effect: Annotated[
        float,
        typer.Option(
            min=0, help="Distance of the classes in spreads of a speaker's severity.", rich_help_panel=_COHORT
        ),
    ] = 2.0,
    takes: Annotated[
        int, typer.Option(min=1, help="Clips of each vowel, /a/ and /i/, a speaker.", rich_help_panel=_COHORT)
    ] = 1,
    label_noise: Annotated[
        float,
        typer.Option(min=0, max=1, help="Share of the speakers with the wrong label.", rich_help_panel=_COHORT),
    ] = 0.0,
    label_noise_sex: Annotated[
        str, typer.Option(metavar="f|m", help="Wrong labels among these only.", rich_help_panel=_COHORT)
    ] = "",
    shortcut: Annotated[
        bool, typer.Option("--shortcut", help="The microphone goes with the label.", rich_help_panel=_COHORT)
    ] = False,
) -> None:
    """Write synthetic voices as files: the catalogue with truth.csv, or a simulated cohort with manifest.csv.

    The voices are made from fixed seeds. No person's recording is used, and no figure that is measured on them says
    anything about people. A cohort is for trying training, regression and promotion; its flaws are for seeing a gate
    find them.
    """
    if cohort is not None:
        names = list(
            _with_progress(*_cohort(folder, cohort, seed, effect, takes, label_noise, label_noise_sex, shortcut))
        )
        typer.echo(f"{len(names)} clips of {cohort} synthetic speakers and manifest.csv are in {printable(folder)}.")
        return
    from regression.phantoms import CATALOGUE, FORMATS
    from regression.phantoms.folder import write

    if format not in FORMATS:
        raise InvalidRequest(f"There is no format {format}. The formats are {', '.join(FORMATS)}.")
    names = list(_with_progress(write(folder, CATALOGUE, format), len(CATALOGUE)))
    typer.echo(f"{len(names)} synthetic voices and truth.csv are in {printable(folder)}.")


def _cohort(
    folder: Path,
    speakers: int,
    seed: int,
    effect: float,
    takes: int,
    label_noise: float,
    label_noise_sex: str,
    shortcut: bool,
) -> tuple[Iterator[str], int]:
    from regression.phantoms.cohort import Flaws, cohort
    from regression.phantoms.cohort_folder import write

    try:
        flaws = Flaws(label_noise, label_noise_sex, shortcut)
    except ValueError as error:
        raise InvalidRequest(f"{error}.") from error
    clips = cohort(speakers, seed, effect=effect, takes=takes, flaws=flaws)
    return write(folder, clips), len(clips)


def _with_progress(names: Iterator[str], total: int) -> Iterator[str]:
    yield from track(names, "Making voices", total=total, transient=True, console=Console(stderr=True))

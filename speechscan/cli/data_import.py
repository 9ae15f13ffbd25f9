"""`speechscan data import`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from speechscan.cli import manifests
from speechscan.cli.printable import printable
from speechscan.errors import InvalidRequest

if TYPE_CHECKING:
    from registry.data.importers.base import Imported

app = typer.Typer(
    help="Write a manifest for a folder of recordings. The recordings stay where they are.", no_args_is_help=True
)

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The corpus's folder.")]
Out = Annotated[Path, typer.Option("--out", help="The manifest to write.", dir_okay=False)]
Force = Annotated[bool, typer.Option("--force", help="Replace the manifest if it is there.")]
People = Annotated[
    Path | None,
    typer.Option("--people", help="CSV with the column speaker, and sex, age or others: added to the speaker's clips."),
]
Licence = Annotated[str, typer.Option("--licence", help="Licence of recordings that have none yet.")]
Corpus = Annotated[str, typer.Option("--corpus", help="Name of the corpus of recordings that have none yet.")]
Labels = Annotated[
    list[str] | None,
    typer.Option("--label", metavar="NAME=LABEL", help="ALS=dysarthric, say. May be given several times."),
]
MANIFEST = Path("manifest.csv")


@app.command()
def torgo(
    folder: Folder, out: Out = MANIFEST, force: Force = False, people: People = None, licence: Licence = ""
) -> None:
    """TORGO: F01/Session1/wav_headMic/0001.wav and prompts/0001.txt; FC01 and MC01 are controls.

    The head microphone is taken, or the array where a session lacks it.
    """
    from registry.data.importers.torgo import torgo as imported

    _write(imported(folder), out, force=force, people=people, licence=licence)


@app.command()
def uaspeech(
    folder: Folder,
    out: Out = MANIFEST,
    force: Force = False,
    people: People = None,
    licence: Licence = "",
    microphone: Annotated[str, typer.Option(help="Taken where an utterance has it; else the first there is.")] = "M5",
) -> None:
    """UA-Speech: audio/M04/M04_B1_C1_M2.wav; CF02 and CM04 are controls.

    One microphone of each utterance is taken, and the original where the noise-reduced is there too.
    """
    from registry.data.importers.uaspeech import uaspeech as imported

    _write(imported(folder, microphone), out, force=force, people=people, licence=licence)


@app.command()
def minsk(folder: Folder, out: Out = MANIFEST, force: Force = False, people: People = None) -> None:
    """Minsk2020 ALS: ALS/008_a.wav and HC/002_a.wav, or ALS_008_a.wav and HC_002_a.wav in one folder."""
    from registry.data.importers.minsk import minsk as imported

    _write(imported(folder), out, force=force, people=people)


@app.command("folder")
def own_folder(
    folder: Folder,
    out: Out = MANIFEST,
    force: Force = False,
    people: People = None,
    licence: Licence = "",
    corpus: Corpus = "",
    label: Labels = None,
) -> None:
    """Your own: healthy/SPEAKER/*.wav or healthy/SPEAKER_*.wav, and dysarthric likewise.

    The corpus is named after the folder unless --corpus names it.
    """
    from registry.data.importers.folder import folder as imported

    found = imported(folder, _pairs("--label", label))
    _write(found, out, force=force, people=people, licence=licence, corpus=corpus or folder.resolve().name)


@app.command()
def manifest(
    source: Annotated[Path, typer.Argument(metavar="DIR", help="A table, or a folder with a manifest.csv.")],
    out: Out = MANIFEST,
    force: Force = False,
    people: People = None,
    licence: Licence = "",
    corpus: Corpus = "",
    label: Labels = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN=NAME", help="speaker=patient, say: our column from theirs. Several times."),
    ] = None,
) -> None:
    """A table that is there: other names of columns and labels, other separators, other words for the sexes."""
    from registry.data.importers.foreign import foreign as imported

    found = imported(source, _pairs("--column", column), _pairs("--label", label))
    _write(found, out, force=force, people=people, licence=licence, corpus=corpus)


def _write(
    imported: Imported, out: Path, *, force: bool, people: Path | None, licence: str = "", corpus: str = ""
) -> None:
    from registry.data.people import with_people

    if out.exists() and not force:
        raise InvalidRequest(f"{out} is there already. Give another --out, or --force to replace it.")
    if not out.parent.is_dir():
        raise InvalidRequest(f"There is no folder {out.parent}. Make it, or give another --out.")
    clips = with_people(imported.clips, people) if people else imported.clips
    filled = [replace(clip, licence=clip.licence or licence, corpus=clip.corpus or corpus) for clip in clips]
    manifests.write(out, filled)
    for reason, count in imported.left_out.items():
        typer.echo(f"{count} left out: {reason}.", err=True)
    typer.echo(f"{len(filled)} clips of {len({clip.speaker for clip in filled})} speakers in {printable(out)}.")
    typer.echo(f"Check them: speechscan data check {printable(out)}", err=True)


def _pairs(option: str, given: list[str] | None) -> dict[str, str]:
    pairs = [one.partition("=") for one in given or []]
    if wrong := [name for name, equals, value in pairs if not (name and equals and value)]:
        raise InvalidRequest(f"{option} {wrong[0]}: write two names with = between them.")
    return {name: value for name, _, value in pairs}

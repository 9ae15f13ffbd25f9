"""`speechscan reference`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from speechscan.cli import output
from speechscan.cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from speechscan.settings import Settings

if TYPE_CHECKING:
    from regression.references.reference import Reference
    from regression.references.store import ReferenceStore

app = typer.Typer(help="Reference sets: the clips on which versions of the model are compared.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the set.")]
_TIMES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]


@app.command()
def add(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Small letters, digits, '.', '_', '-'. A known name: a new version.")
    ],
    manifest: Annotated[
        Path, typer.Option(help="CSV with path, label, speaker and more (docs/data.md), or its folder.")
    ],
    audio: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Folder of the manifest's files; by default the manifest's own.", file_okay=False
        ),
    ] = None,
    against: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MODEL", help="A further version that must not know these speakers: models:/..., or a folder."
        ),
    ] = None,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave out files that cannot be used or last less than a second.")
    ] = False,
    as_json: AsJson = False,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Check labelled clips and keep them as a reference set, in the object store.

    Rows and files are checked as `speechscan data check` does it; every corpus must have both classes. The clips are
    kept as 16 kHz FLAC under their hash, and no name of a file is. A set that shares speakers or clips with the
    training of the shipped model, of the champion or of the challenger is refused. The same clips again give the
    version that is there; others the next one.
    """
    from speechscan.cli.reference_adding import run

    settings = Settings.load(data_dir)
    _print(run(name, manifest, audio, against or [], skip_bad=skip_bad, settings=settings), as_json)


@app.command("from-outcomes")
def from_outcomes(
    name: Name,
    since: Annotated[
        datetime | None, typer.Option(formats=_TIMES, help="Recordings that came in at or after this time (UTC).")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=_TIMES, help="Recordings that came in before this time (UTC).")
    ] = None,
    model_version: Annotated[str | None, typer.Option(help="Recordings that this version has scored.")] = None,
    owner: Annotated[
        list[str] | None,
        typer.Option(help="Recordings of this caller: the name of its key. May be given several times."),
    ] = None,
    against: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MODEL", help="A further version that must not know these speakers: models:/..., or a folder."
        ),
    ] = None,
    as_json: AsJson = False,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Make a reference set of screened recordings whose outcome a clinician has confirmed.

    Speakers are the subjects of the jobs; jobs without a subject are left out. Each caller counts as a corpus, and
    every corpus must have both classes. Checks and overlap with trainings are those of `speechscan reference add`.
    When a job is erased, its clip leaves the set within minutes: a new version takes the set's place.
    """
    from speechscan.cli.reference_from_outcomes import run
    from speechscan.db.reference_clips import LabelledFilter

    wanted = LabelledFilter(_utc(since), _utc(until), model_version, tuple(owner or ()))
    _print(run(name, wanted, against or [], Settings.load(data_dir)), as_json)


def _utc(moment: datetime | None) -> datetime | None:
    return moment and moment.replace(tzinfo=UTC)


@app.command("list")
def list_(as_json: AsJson = False, data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """List the sets and their versions. The phantoms, synthetic voices, are always there."""
    from regression.references.phantoms import phantom_reference
    from speechscan.cli.reference_views import overview, summary

    found = [phantom_reference(), *_store(data_dir).all()]
    if as_json:
        output.json_document([summary(one) for one in found])
    else:
        overview(found)


@app.command()
def show(
    name: Name,
    version: Annotated[int | None, typer.Option(min=1, help="By default the newest that is not retired.")] = None,
    as_json: AsJson = False,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Show who and what is in a set: classes, sexes, tasks, corpora, lengths, noise. With --json every clip."""
    from regression.references import phantoms
    from speechscan.cli.reference_views import detailed, details

    built_in = name == phantoms.NAME
    found = phantoms.phantom_reference() if built_in else _store(data_dir).find(name, version)
    if as_json:
        output.json_document(detailed(found))
    else:
        details(found)


@app.command()
def retire(name: Name, as_json: AsJson = False, data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """Take a set out of use. Nothing is erased, since reports refer to it; adding it again brings it back."""
    from speechscan.cli.reference_views import summary

    retired = _store(data_dir).retire(name)
    if as_json:
        output.json_document([summary(one) for one in retired])
        return
    typer.echo(f"{', '.join(one.title for one in retired)}: retired. No regression uses it any more.")


def _print(added: Reference, as_json: bool) -> None:
    from speechscan.cli.reference_views import details, summary

    if as_json:
        output.json_document(summary(added))
    else:
        details(added)


def _store(data_dir: Path) -> ReferenceStore:
    from regression.references.store import ReferenceStore
    from speechscan.storage import S3Store

    return ReferenceStore(S3Store(Settings.load(data_dir)))

"""What `speechscan reference add` does: store a set, unless a version in use has trained on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from speechscan.cli import output
from speechscan.cli.local_model import open_bundle
from speechscan.cli.training import watched
from speechscan.errors import InvalidRequest, Unavailable
from speechscan.settings import Settings

if TYPE_CHECKING:
    from registry.bundle import Bundle
    from regression.references.admission import Admitted
    from regression.references.reference import Reference


def run(
    name: str, manifest: Path, audio: Path | None, against: Sequence[str], *, skip_bad: bool, settings: Settings
) -> Reference:
    from regression.references.store import ReferenceStore
    from speechscan.storage import S3Store

    store = ReferenceStore(S3Store(settings))
    versions, notes = list(_versions(against, settings)), list[str]()

    def approve(admitted: Admitted) -> None:
        notes.extend(admitted.warnings)
        notes.extend(_unless_overlapping(admitted, versions))

    with watched() as progress:
        added = store.add(name, manifest, audio, skip_bad=skip_bad, approve=approve, progress=progress)
    for note in notes:
        _warn(note)
    return added


def _unless_overlapping(admitted: Admitted, versions: Sequence[tuple[str, Bundle]]) -> Iterator[str]:
    """Warnings of versions that cannot be checked. They keep no set out: whatever judges such a version later refuses
    the set for it. Raises Overlapping."""
    from regression.references.errors import Overlapping
    from regression.references.overlap import overlap_of

    found = [(title, overlap_of(admitted.clips, bundle)) for title, bundle in versions]
    if refusals := [refusal for title, one in found if one.known and (refusal := one.refusal(title))]:
        raise Overlapping(" ".join(refusals))
    yield from (refusal for title, one in found if not one.known and (refusal := one.refusal(title)))


def _versions(against: Sequence[str], settings: Settings) -> Iterator[tuple[str, Bundle]]:
    """The shipped model, those in use as far as MLflow answers, and those that were asked for."""
    for address in (None, *against):
        yield _version(address, settings)
    try:
        in_use = _in_use(settings)
    except Unavailable as error:
        _warn(f"{error.detail} Champion and challenger could not be asked what they have trained on.")
        return
    for address in in_use:
        try:
            yield _version(address, settings)
        except InvalidRequest as error:
            # Somebody may give an alias to anything. What cannot be opened, the gate will not admit.
            _warn(f"{error.detail} It could not be asked what it has trained on.")


def _version(address: str | None, settings: Settings) -> tuple[str, Bundle]:
    with open_bundle(address, settings) as (bundle, version):
        return ("The shipped model" if address is None else f"Version {version.version} of {version.name}"), bundle


def _in_use(settings: Settings) -> list[str]:
    from registry.versions import CHALLENGER, CHAMPION, MlflowRegistry

    registry = MlflowRegistry(settings.mlflow_url, settings.model_name)
    numbers = dict.fromkeys(registry.resolve(alias) for alias in (CHAMPION, CHALLENGER))
    return [f"models:/{settings.model_name}/{number}" for number in numbers if number is not None]


def _warn(sentence: str) -> None:
    output.say(f"Warning: {sentence}", "yellow")

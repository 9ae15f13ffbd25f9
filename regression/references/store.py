"""The reference sets in the object store: versions of names, each fixed by the hash of what is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from registry.data.sound import digest
from registry.pcm import Pcm
from registry.training.progress import Progress, counted, silent
from regression.references import layout
from regression.references.admission import Admitted, admit
from regression.references.description import content_hash, document, parsed
from regression.references.errors import DamagedReference, NoReference
from regression.references.flac import decoded, encoded
from regression.references.index import Entry, Index
from regression.references.phantoms import NAME as PHANTOMS
from regression.references.reference import Kind, Reference, ReferenceClip
from speechscan.errors import NotFound
from speechscan.storage import ObjectStore

# Hears what is about to be stored, and raises to refuse it.
Approve = Callable[[Admitted], None]


def approved(admitted: Admitted) -> None:
    """Nobody objects."""


class ReferenceStore:
    """Every method raises `Unavailable` when the object store is away."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects
        self._index = Index(objects)

    def add(
        self,
        name: str,
        manifest: Path,
        audio: Path | None = None,
        *,
        skip_bad: bool = False,
        approve: Approve = approved,
        progress: Progress = silent,
    ) -> Reference:
        """Validates, measures and keeps a set; `admission.admit` says what it may raise."""
        layout.checked_name(name, (PHANTOMS,))
        admitted = admit(manifest, audio, skip_bad=skip_bad, progress=progress)
        approve(admitted)
        return self.keep(name, admitted, progress)

    def keep(self, name: str, admitted: Admitted, progress: Progress = silent) -> Reference:
        """What the newest version of the name holds already gives that version, and ends its retirement; anything else
        becomes the next one. Two at once get one version if they keep the same, two if not."""
        layout.checked_name(name, (PHANTOMS,))
        self._keep_sounds(admitted, progress)
        described = document(Kind.CLINICAL, admitted.clips)
        sha256 = content_hash(described)
        self._objects.put_new(layout.set_key(sha256), described, "application/json")
        # The entry comes last: to what a broken addition leaves, no name leads.
        return self._read(self._entered(name, sha256))

    def all(self) -> list[Reference]:
        """Every version of every name, in the order of names and versions."""
        return [self._read(entry) for entry in self._index.entries()]

    def active(self) -> list[Reference]:
        """The newest version of each name that is not retired."""
        return [self._read(entry) for entry in self._index.in_use()]

    def find(self, name: str, version: int | None = None) -> Reference:
        """This version, or the newest that is not retired. Raises NoReference."""
        entries = self._index.entries(name)
        fitting = [e for e in entries if (e.retired_at is None if version is None else e.version == version)]
        if not fitting:
            what = name if version is None else f"{name}@{version}"
            why = "is retired" if entries and version is None else "does not exist"
            raise NoReference(f"The reference set {what!r} {why}. `speechscan reference list` tells which there are.")
        return self._read(fitting[-1])

    def retire(self, name: str) -> list[Reference]:
        """Takes every version of the name out of use and returns them. Nothing is erased: reports refer to them."""
        entries = self._index.entries(name)
        if not entries:
            raise NoReference(f"There is no reference set {name!r}. `speechscan reference list` tells which there are.")
        now = datetime.now(UTC)
        return [
            self._read(entry if entry.retired_at else self._index.write(replace(entry, retired_at=now)))
            for entry in entries
        ]

    def audio(self, clip: ReferenceClip) -> Pcm:
        """Raises DamagedReference unless the samples are those that were stored."""
        try:
            samples = decoded(self._objects.get(layout.audio_key(clip.sha256)))
        except (NotFound, ValueError) as error:
            raise DamagedReference(f"The sound {clip.sha256[:12]} of a reference set is lost: {error}") from error
        if digest(samples) != clip.sha256:
            raise DamagedReference(f"The sound {clip.sha256[:12]} of a reference set was changed.")
        return samples

    def _keep_sounds(self, admitted: Admitted, progress: Progress) -> None:
        tick = counted(progress, "storing", len(admitted.clips))
        for clip in admitted.clips:
            self._objects.put_new(layout.audio_key(clip.sha256), encoded(admitted.sounds(clip)), "audio/flac")
            tick()

    def _entered(self, name: str, sha256: str) -> Entry:
        while True:
            newest = max(self._index.entries(name), key=lambda entry: entry.version, default=None)
            if newest and newest.sha256 == sha256:
                return self._index.write(replace(newest, retired_at=None)) if newest.retired_at else newest
            entry = Entry(name, newest.version + 1 if newest else 1, sha256, datetime.now(UTC))
            if self._index.write_new(entry):
                return entry

    def _read(self, entry: Entry) -> Reference:
        try:
            described = self._objects.get(layout.set_key(entry.sha256))
        except NotFound as error:
            raise DamagedReference(f"The description of the reference set {entry.name!r} is lost.") from error
        if content_hash(described) != entry.sha256:
            raise DamagedReference(f"The description of the reference set {entry.name!r} was changed.")
        kind, clips = parsed(described)
        return Reference(entry.name, entry.version, kind, entry.sha256, clips, entry.added_at, entry.retired_at)

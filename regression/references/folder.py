"""A folder of labelled clips as a reference set, without any store: for who tries a model on one machine."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from registry.training.progress import Progress, silent
from regression.references.admission import admit
from regression.references.description import content_hash, document
from regression.references.reference import Kind, Reference
from regression.sounds import Sounds

_VERSION = 1


def folder_reference(manifest: Path, progress: Progress = silent) -> tuple[Reference, Sounds]:
    """manifest: the file, or a folder with a manifest.csv. The files must stay as they are while the set is used.

    Has the hash that `speechscan reference add` would give it. Raises BadManifest, UnfitReference."""
    admitted = admit(manifest, progress=progress)
    sha256 = content_hash(document(Kind.CLINICAL, admitted.clips))
    name = manifest.name if manifest.is_dir() else manifest.absolute().parent.name
    reference = Reference(name, _VERSION, Kind.CLINICAL, sha256, admitted.clips, datetime.now(UTC))
    return reference, admitted.sounds

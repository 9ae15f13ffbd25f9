"""The reference sets of a run, each with its sound and its golden scores."""

from __future__ import annotations

from collections.abc import Sequence

from regression.golden.command import Job
from regression.golden.shelf import GoldenStore
from regression.references import phantoms
from regression.references.store import ReferenceStore
from speechscan.storage import ObjectStore


def jobs(objects: ObjectStore, names: Sequence[str] | None = None) -> list[Job]:
    """The phantoms and the sets in use, or those of these names. Raises NoReference, Unavailable."""
    store, golden = ReferenceStore(objects), GoldenStore(objects)
    built_in = Job(phantoms.phantom_reference(), phantoms.phantom_sounds, golden)
    if names is None:
        return [built_in, *(Job(reference, store.audio, golden) for reference in store.active())]
    return [built_in if name == phantoms.NAME else Job(store.find(name), store.audio, golden) for name in names]

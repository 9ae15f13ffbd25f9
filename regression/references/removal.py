"""Clips leave the reference sets, because the people whose voices they are had their jobs erased.

A set is fixed by its hash, so nothing is changed in one. Where the newest version in use holds such a clip, a new
version without it takes its place, or none if too few speakers are left. Every version that holds one goes, with its
description, which tells speaker and label, and with its golden scores. Versions are not numbered anew.

In an order that can be taken up again after a break at any place.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import PurePath

from regression.references import layout
from regression.references.description import content_hash, document, parsed
from regression.references.fitness import complaints
from regression.references.index import Entry, Index
from regression.references.reference import Kind, ReferenceClip
from speechscan.errors import NotFound
from speechscan.storage import ObjectStore

_ALL = timedelta(0)
# Laid out by `regression.golden.shelf`, which needs more packages than a worker has: golden/MODEL/SET.json
_GOLDEN = "golden/"
_PHANTOMS = "phantoms@"


@dataclass(frozen=True, slots=True)
class Removal:
    """What became of a name: the versions that went, and the one that stands in for the one in use, if any."""

    name: str
    versions: tuple[int, ...]
    successor: int | None

    def __str__(self) -> str:
        gone = ", ".join(f"{self.name}@{version}" for version in self.versions)
        return f"{gone} erased, {f'{self.name}@{self.successor} made' if self.successor else 'nothing in its place'}"


def remove(objects: ObjectStore, sounds: Collection[str]) -> list[Removal]:
    """sounds: SHA-256 of the clips' samples. Raises Unavailable; then it is to be called again."""
    sets = {sha256: clips for sha256, clips in _sets(objects) if any(clip.sha256 in sounds for clip in clips)}
    removals = [
        _remove_from(objects, list(entries), sets, sounds)
        for _, entries in groupby(Index(objects).entries(), lambda entry: entry.name)
    ]
    for sha256 in sets:
        for key in list(objects.keys(_GOLDEN, older_than=_ALL)):
            if key.endswith(f"/{sha256}.json"):
                objects.delete_prefix(key)
        objects.delete_prefix(layout.set_key(sha256))
    for sound in sounds:
        objects.delete_prefix(layout.audio_key(sound))
    return [removal for removal in removals if removal.versions]


def remove_scores_of_no_set(objects: ObjectStore) -> int:
    """Golden scores whose set is gone, and which tell of its clips: who was at work on it when it went may have stored
    them since. Returns how many there were. Raises Unavailable."""
    scores = list(objects.keys(_GOLDEN, older_than=_ALL))
    # Afterwards: a set is stored before any scores of it.
    sets = {PurePath(key).stem for key in objects.keys(layout.SETS, older_than=_ALL)}
    doomed = (key for key in scores if PurePath(key).stem not in sets and not _are_of_phantoms(objects, key))
    return sum(objects.delete_prefix(key) for key in doomed)


def _are_of_phantoms(objects: ObjectStore, key: str) -> bool:
    """That set is made, not stored."""
    try:
        title = json.loads(objects.get(key)).get("title", "")
    except NotFound:
        return False
    return str(title).startswith(_PHANTOMS)


def _sets(objects: ObjectStore) -> Iterator[tuple[str, tuple[ReferenceClip, ...]]]:
    """Also those that a broken addition left behind, to which no name leads."""
    for key in list(objects.keys(layout.SETS, older_than=_ALL)):
        try:
            described = objects.get(key)
        except NotFound:  # another run was quicker
            continue
        yield content_hash(described), parsed(described)[1]


def _remove_from(
    objects: ObjectStore,
    entries: list[Entry],
    sets: dict[str, tuple[ReferenceClip, ...]],
    sounds: Collection[str],
) -> Removal:
    """entries: of one name, in the order of versions"""
    doomed = [entry for entry in entries if entry.sha256 in sets]
    in_use = [entry for entry in entries if entry.retired_at is None]
    successor = None
    if in_use and in_use[-1] in doomed:
        rest = [clip for clip in sets[in_use[-1].sha256] if clip.sha256 not in sounds]
        successor = _successor(objects, entries[-1], rest)
    for entry in doomed:
        objects.delete_prefix(layout.entry_key(entry.name, entry.version))
    return Removal(entries[0].name, tuple(entry.version for entry in doomed), successor)


def _successor(objects: ObjectStore, last: Entry, clips: list[ReferenceClip]) -> int | None:
    """None if these clips can judge no model."""
    if not clips or any(complaints(clips)):
        return None
    described = document(Kind.CLINICAL, clips)
    sha256 = content_hash(described)
    objects.put_new(layout.set_key(sha256), described, "application/json")
    version, index = last.version + 1, Index(objects)
    while not index.write_new(Entry(last.name, version, sha256, datetime.now(UTC))):
        version += 1
    return version

"""A clip whose job was erased leaves every set, and nothing that tells of it stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from regression.golden.shelf import key as golden_key
from regression.references import layout
from regression.references.errors import NoReference
from regression.references.phantoms import phantom_reference
from regression.references.reference import Reference
from regression.references.removal import Removal, remove, remove_scores_of_no_set
from regression.references.store import ReferenceStore
from speechscan.errors import Unavailable
from speechscan.storage import MemoryStore


@pytest.fixture
def added(store: ReferenceStore, clips: Path) -> Reference:
    return store.add("lived", clips)


def test_a_new_version_without_the_clip_takes_the_place(
    store: ReferenceStore, objects: MemoryStore, added: Reference
) -> None:
    doomed = added.clips[0]
    objects.put(golden_key("model", added.sha256), b"{}")
    objects.put(golden_key("model", "another set"), b"{}")

    removals = remove(objects, {doomed.sha256})

    assert removals == [Removal("lived", (1,), 2)]
    assert str(removals[0]) == "lived@1 erased, lived@2 made"
    left = store.find("lived")
    assert (left.version, left.clips) == (2, added.clips[1:])
    assert [store.audio(clip).size for clip in left.clips]
    with pytest.raises(NoReference):
        store.find("lived", 1)
    assert golden_key("model", "another set") in objects.objects
    assert golden_key("model", added.sha256) not in objects.objects
    _assert_no_trace(objects, doomed.sha256)


def test_scores_that_come_after_their_set_has_gone_go_too(objects: MemoryStore, added: Reference) -> None:
    """A regression had read the set before, and ends now."""
    phantoms = phantom_reference()
    stays = [golden_key("model", one.sha256) for one in (phantoms, added)]
    for reference in (phantoms, added):
        objects.put(golden_key("model", reference.sha256), json.dumps({"title": reference.title}).encode())
    assert remove_scores_of_no_set(objects) == 0
    remove(objects, {added.clips[0].sha256})
    objects.put(golden_key("model", added.sha256), json.dumps({"title": added.title}).encode())

    assert remove_scores_of_no_set(objects) == 1

    assert [key for key in stays if key in objects.objects] == stays[:1]


def test_with_too_few_speakers_left_nothing_takes_the_place(
    store: ReferenceStore, objects: MemoryStore, added: Reference
) -> None:
    healthy = {clip.sha256 for clip in added.clips if not clip.dysarthric}

    assert remove(objects, healthy) == [Removal("lived", (1,), None)]

    assert store.all() == []
    for sha256 in healthy:
        _assert_no_trace(objects, sha256)


def test_older_and_retired_versions_and_other_names_lose_it_too(
    store: ReferenceStore, objects: MemoryStore, clips: Path, added: Reference
) -> None:
    store.add("copy", clips)
    store.add("retired", clips)
    store.retire("retired")

    removals = remove(objects, {added.clips[0].sha256})

    assert removals == [Removal("copy", (1,), 2), Removal("lived", (1,), 2), Removal("retired", (1,), None)]
    assert [one.title for one in store.all()] == ["copy@2", "lived@2"]
    _assert_no_trace(objects, added.clips[0].sha256)


def test_a_version_that_does_not_hold_it_stays_in_use(
    store: ReferenceStore, objects: MemoryStore, added: Reference
) -> None:
    remove(objects, {added.clips[0].sha256})
    before = dict(objects.objects)

    assert remove(objects, {added.clips[0].sha256}) == []
    assert remove(objects, {"0" * 64}) == []
    assert objects.objects == before
    again = remove(objects, {added.clips[1].sha256})
    assert again == [Removal("lived", (2,), 3)]


class _Breaking(MemoryStore):
    """Goes away for good after so many calls that change something."""

    def __init__(self, objects: MemoryStore, changes: int) -> None:
        super().__init__()
        self.objects, self._written = objects.objects, objects._written
        self._changes = changes

    def _change(self) -> None:
        if self._changes == 0:
            raise Unavailable("store", "The object store is away.")
        self._changes -= 1

    def put_new(self, key: str, data: bytes, content_type: str = "application/octet-stream") -> bool:
        self._change()
        return super().put_new(key, data, content_type)

    def delete_prefix(self, prefix: str) -> int:
        self._change()
        return super().delete_prefix(prefix)


def test_a_break_at_any_place_is_made_good_by_the_next_run(clips: Path) -> None:
    broke = 0
    while True:
        objects = MemoryStore()
        store = ReferenceStore(objects)
        doomed = store.add("lived", clips).clips[0].sha256
        objects.put(golden_key("model", store.find("lived").sha256), b"{}")
        try:
            remove(_Breaking(objects, broke), {doomed})
        except Unavailable:
            broke += 1
        else:
            break
        remove(objects, {doomed})
        assert [one.title for one in store.all()] == ["lived@2"]
        assert all(store.audio(clip).size for clip in store.find("lived").clips)
        _assert_no_trace(objects, doomed)
    assert broke > 4


def _assert_no_trace(objects: MemoryStore, sha256: str) -> None:
    assert layout.audio_key(sha256) not in objects.objects
    assert [key for key, data in objects.objects.items() if sha256.encode() in data] == []

"""Versions of reference sets in an object store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from registry.data.manifest import read, write
from registry.data.sound import load
from regression.references import layout
from regression.references.admission import Admitted
from regression.references.errors import DamagedReference, NoReference
from regression.references.reference import Kind
from regression.references.store import ReferenceStore
from speechscan.errors import InvalidRequest, Unavailable
from speechscan.storage import RECORDINGS, MemoryStore, job_of


def without_last_speaker(admitted: Admitted) -> Admitted:
    last = admitted.clips[-1].speaker
    return replace(admitted, clips=tuple(clip for clip in admitted.clips if clip.speaker != last))


def test_what_was_added_is_found_with_its_sound(store: ReferenceStore, clips: Path) -> None:
    added = store.add("clinic", clips)
    assert (added.title, added.kind, len(added.clips)) == ("clinic@1", Kind.CLINICAL, 16)
    assert store.find("clinic") == store.find("clinic", 1) == added
    assert store.all() == store.active() == [added]
    sounds = {row.path.name: load(row.path) for row in read(clips).clips}
    by_size = sorted(sounds.values(), key=lambda samples: samples.tobytes())
    kept = sorted((store.audio(clip) for clip in added.clips), key=lambda samples: samples.tobytes())
    for one, other in zip(by_size, kept, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_clip_tells_what_a_figure_may_depend_on(store: ReferenceStore, admitted: Admitted, clips: Path) -> None:
    rows = {(row.speaker, row.task): row for row in read(clips).clips}
    for clip in store.keep("clinic", admitted).clips:
        row = rows.pop((clip.speaker, clip.task))
        assert (clip.label, clip.sex, clip.age, clip.corpus) == (row.label, row.sex, row.age, row.corpus)
        assert clip.seconds == pytest.approx(3.3, abs=0.01)
        assert clip.snr_db is not None
        assert 30 < clip.snr_db < 55
    assert not rows


def test_no_name_of_a_file_is_kept(store: ReferenceStore, objects: MemoryStore, admitted: Admitted) -> None:
    store.keep("clinic", admitted)
    names = [path.stem for path in admitted.files.values()]
    kept = b"\n".join(key.encode() + value for key, value in objects.objects.items())
    assert not [name for name in names if name.encode() in kept]


def test_the_same_clips_again_are_the_same_version(store: ReferenceStore, objects: MemoryStore, clips: Path) -> None:
    first = store.add("clinic", clips)
    keys = set(objects.objects)
    rows = list(read(clips).clips)
    write(reordered := clips.parent / "reordered.csv", reversed(rows))
    assert store.add("clinic", reordered) == first
    assert set(objects.objects) == keys


def test_other_clips_are_the_next_version(store: ReferenceStore, admitted: Admitted) -> None:
    first = store.keep("clinic", admitted)
    second = store.keep("clinic", without_last_speaker(admitted))
    assert (second.version, len(second.clips)) == (2, 14)
    assert second.sha256 != first.sha256
    assert store.keep("clinic", admitted).version == 3
    assert store.find("clinic").version == 3
    assert [one.title for one in store.all()] == ["clinic@1", "clinic@2", "clinic@3"]
    assert [one.title for one in store.active()] == ["clinic@3"]


def test_other_labels_are_another_set(store: ReferenceStore, admitted: Admitted) -> None:
    first = store.keep("clinic", admitted)
    other = {"healthy": "dysarthric", "dysarthric": "healthy"}
    speaker = first.clips[0].speaker
    turned = [replace(c, label=other[c.label or ""]) if c.speaker == speaker else c for c in first.clips]
    assert store.keep("clinic", replace(admitted, clips=tuple(turned))).version == 2


def test_names_do_not_share_versions_but_sounds(
    store: ReferenceStore, objects: MemoryStore, admitted: Admitted
) -> None:
    one, other = store.keep("clinic", admitted), store.keep("clinic.2", admitted)
    assert (one.sha256, one.version) == (other.sha256, other.version)
    assert len(list(objects.keys("references/audio/", older_than=timedelta(0)))) == 16
    store.retire("clinic")
    assert store.active() == [other]


def test_audio_may_lie_elsewhere(store: ReferenceStore, clips: Path, tmp_path: Path) -> None:
    (tmp_path / "alone.csv").write_text((clips / "manifest.csv").read_text())
    assert store.add("clinic", tmp_path / "alone.csv", clips).sha256 == store.add("other", clips).sha256


def test_a_retired_set_is_out_of_use_until_it_is_added_again(store: ReferenceStore, admitted: Admitted) -> None:
    added = store.keep("clinic", admitted)
    (retired,) = store.retire("clinic")
    assert retired.retired_at is not None
    assert store.active() == []
    assert store.find("clinic", 1) == retired == store.retire("clinic")[0]
    with pytest.raises(NoReference, match="is retired"):
        store.find("clinic")
    assert store.keep("clinic", admitted) == added
    assert store.active() == [added]


def test_a_set_that_is_not_there(store: ReferenceStore, admitted: Admitted) -> None:
    store.keep("clinic", admitted)
    for name, version in (("clinics", None), ("clinic", 2)):
        with pytest.raises(NoReference, match="does not exist"):
            store.find(name, version)
    with pytest.raises(NoReference):
        store.retire("clin")


@pytest.mark.parametrize("name", ["", "Clinic", "a/b", "../x", "-a", "a" * 65, "phantoms"])
def test_names_that_cannot_be(store: ReferenceStore, objects: MemoryStore, clips: Path, name: str) -> None:
    with pytest.raises(InvalidRequest):
        store.add(name, clips)
    assert not objects.objects


class Raced(MemoryStore):
    """Somebody else adds a set just before the first entry of this one is written."""

    def __init__(self, admitted: Admitted) -> None:
        super().__init__()
        self._admitted: Admitted | None = admitted

    def put_new(self, key: str, data: bytes, content_type: str = "application/octet-stream") -> bool:
        if layout.entry_of(key) and self._admitted:
            admitted, self._admitted = self._admitted, None
            ReferenceStore(self).keep("clinic", admitted)
        return super().put_new(key, data, content_type)


def test_two_who_add_different_sets_at_once_get_two_versions(admitted: Admitted) -> None:
    store = ReferenceStore(Raced(without_last_speaker(admitted)))
    assert store.keep("clinic", admitted).version == 2
    assert [len(one.clips) for one in store.all()] == [14, 16]


def test_two_who_add_the_same_at_once_get_one(admitted: Admitted) -> None:
    store = ReferenceStore(Raced(admitted))
    assert store.keep("clinic", admitted).version == 1
    assert len(store.all()) == 1


def test_what_was_refused_leaves_nothing(store: ReferenceStore, objects: MemoryStore, clips: Path) -> None:
    def refuse(_: object) -> None:
        raise InvalidRequest("Not these.")

    with pytest.raises(InvalidRequest, match="Not these"):
        store.add("clinic", clips, approve=refuse)
    assert not objects.objects


@pytest.mark.parametrize("damage", [b"", b"no flac", None])
def test_a_sound_that_is_not_what_was_stored_is_told(
    store: ReferenceStore, objects: MemoryStore, admitted: Admitted, damage: bytes | None
) -> None:
    one, other, *_ = store.keep("clinic", admitted).clips
    objects.put(layout.audio_key(one.sha256), objects.get(layout.audio_key(other.sha256)) if damage is None else damage)
    with pytest.raises(DamagedReference):
        store.audio(one)
    objects.delete_prefix(layout.audio_key(one.sha256))
    with pytest.raises(DamagedReference):
        store.audio(one)


def test_a_description_that_is_not_what_was_stored_is_told(
    store: ReferenceStore, objects: MemoryStore, admitted: Admitted
) -> None:
    key = layout.set_key(store.keep("clinic", admitted).sha256)
    objects.put(key, objects.get(key).replace(b"dysarthric", b"healthy"))
    with pytest.raises(DamagedReference, match="was changed"):
        store.find("clinic")
    objects.delete_prefix(key)
    with pytest.raises(DamagedReference, match="is lost"):
        store.all()


def test_housekeeping_cannot_take_them_for_recordings(
    store: ReferenceStore, objects: MemoryStore, admitted: Admitted
) -> None:
    store.keep("clinic", admitted)
    assert objects.objects
    assert list(objects.keys(RECORDINGS, older_than=timedelta(0))) == []
    assert not [key for key in objects.objects if job_of(key)]


def test_a_store_that_is_away_is_told(store: ReferenceStore, objects: MemoryStore, admitted: Admitted) -> None:
    objects.away = True
    for call in (store.all, store.active, lambda: store.find("clinic"), lambda: store.keep("clinic", admitted)):
        with pytest.raises(Unavailable):
            call()

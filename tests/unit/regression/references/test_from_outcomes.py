"""Jobs with an outcome become the clips of a reference set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from registry.data.manifest import Clip, read
from registry.data.sound import load
from regression.gate import policy
from regression.gate.groups import groups
from regression.references.errors import UnfitReference
from regression.references.flac import encoded
from regression.references.from_outcomes import LICENCE, gather
from regression.references.removal import remove
from regression.references.store import ReferenceStore
from speechscan.domain.caller import caller_alias
from speechscan.domain.outcome import Label, LabelledJob
from speechscan.storage import MemoryStore, canonical_key

KEY = b"a key"


@pytest.fixture
def jobs(clips: Path, objects: MemoryStore) -> list[LabelledJob]:
    """One job a clip of the cohort, stored as the screening worker stores it."""
    return [_screened(number, clip, objects) for number, clip in enumerate(read(clips).clips, 1)]


def _screened(number: int, clip: Clip, objects: MemoryStore) -> LabelledJob:
    job_id = UUID(int=number)
    objects.put(canonical_key(job_id), encoded(load(clip.path)))
    return LabelledJob(job_id, "clinic", f"{clip.speaker}-hash", Label(clip.label), "sustained_vowel_a")


def test_the_set_holds_what_was_screened(
    store: ReferenceStore, objects: MemoryStore, jobs: list[LabelledJob], tmp_path: Path
) -> None:
    gathered = gather(jobs, objects, tmp_path, KEY)

    added = store.add("lived", gathered.manifest)

    assert gathered.left_out == ()
    # The digest by which a clip is found when its job is erased is the one that the set has.
    sound_of = dict(gathered.clips)
    told = {clip.sha256: (clip.speaker, clip.label, clip.task) for clip in added.clips}
    assert told == {sound_of[job.job_id]: (job.subject, job.label.value, "sustained_vowel_a") for job in jobs}
    assert {clip.licence for clip in read(gathered.manifest).clips} == {LICENCE}
    # By this no report lists it, and it stays so in the version that an erasure makes.
    assert all(clip.from_job for clip in added.clips)
    remove(objects, {added.clips[0].sha256})
    assert all(clip.from_job for clip in store.find("lived").clips)


def test_who_cannot_be_told_apart_or_was_said_to_be_both_is_left_out_and_told(
    objects: MemoryStore, jobs: list[LabelledJob], tmp_path: Path
) -> None:
    nobodys = replace(jobs[0], subject=None)
    other = Label.HEALTHY if jobs[-1].label is Label.DYSARTHRIC else Label.DYSARTHRIC
    changed = replace(jobs[-1], label=other)
    gone = replace(jobs[2], job_id=UUID(int=999))
    twice = replace(jobs[3], job_id=UUID(int=1000))
    objects.put(canonical_key(twice.job_id), objects.get(canonical_key(jobs[3].job_id)))

    gathered = gather([nobodys, *jobs[1:], changed, gone, twice], objects, tmp_path, KEY)

    text = "\n".join(gathered.left_out)
    assert "1 without a subject" in text
    assert "3 of 1 subjects who are healthy by some" in text
    assert "1 whose recording is no longer stored" in text
    assert "1 with a recording that another job has too" in text
    kept = {clip.path.stem for clip in read(gathered.manifest).clips}
    assert kept == {str(job.job_id) for job in jobs[1:] if job.subject != changed.subject}
    # An erasure of either of the two jobs must find the one clip.
    found = dict(gathered.clips)
    assert found[twice.job_id] == found[jobs[3].job_id]


def test_nothing_left_is_told_with_the_reasons(objects: MemoryStore, jobs: list[LabelledJob], tmp_path: Path) -> None:
    with pytest.raises(UnfitReference, match="No job with an outcome can become a clip"):
        gather([], objects, tmp_path, KEY)
    with pytest.raises(UnfitReference, match="1 without a subject"):
        gather([replace(jobs[0], subject=None)], objects, tmp_path, KEY)


def test_a_caller_of_one_class_is_refused(
    store: ReferenceStore, objects: MemoryStore, jobs: list[LabelledJob], tmp_path: Path
) -> None:
    only_ill = [replace(job, owner="stroke unit") if job.label is Label.DYSARTHRIC else job for job in jobs]
    corpus = caller_alias("stroke unit", key=KEY)
    with pytest.raises(UnfitReference, match=f"'{corpus}' has 0 healthy speakers"):
        store.add("lived", gather(only_ill, objects, tmp_path, KEY).manifest)


def test_a_set_tells_callers_apart_but_not_their_names(
    store: ReferenceStore, objects: MemoryStore, jobs: list[LabelledJob], tmp_path: Path
) -> None:
    callers = ("my-clinic", "stroke unit")
    # Half of each class, as a corpus must have both.
    people = [sorted({job.subject or "" for job in jobs if job.label is label}) for label in Label]
    first = {subject for subjects in people for subject in subjects[::2]}
    mixed = [replace(job, owner=callers[job.subject in first]) for job in jobs]

    gathered = gather(mixed, objects, tmp_path, KEY)

    added = store.add("lived", gathered.manifest)
    assert gathered.callers == {caller_alias(owner, key=KEY): owner for owner in callers}
    sound_of = dict(gathered.clips)
    corpora = {clip.sha256: gathered.callers[clip.corpus] for clip in added.clips}
    assert corpora == {sound_of[job.job_id]: job.owner for job in mixed}
    assert set(groups(added.clips, policy.read().subgroups)["corpus"]) == set(gathered.callers)
    kept = [data for name, data in objects.objects.items() if name.startswith("references/")]
    assert kept
    for owner in callers:
        assert owner.encode() not in b"".join(kept) + gathered.manifest.read_bytes()

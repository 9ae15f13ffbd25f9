"""Screened jobs whose outcome was confirmed, as a manifest with its files: what `ReferenceStore.add` takes.

The speaker is the job's `user_hash` and the corpus is its caller: rooms and microphones differ between callers, and
one that only sends the ill would teach nothing but who sent a clip. It is the caller's alias, since a corpus stands in
the ledger, in reports and in metrics, which other callers read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from registry.data.manifest import Clip, write
from registry.data.sound import digest
from registry.training.progress import Progress, counted, each, silent
from regression.references.errors import UnfitReference
from regression.references.flac import decoded
from regression.references.reference import FROM_JOB, YES
from speechscan.domain.caller import caller_alias
from speechscan.domain.outcome import Label, LabelledJob
from speechscan.errors import NotFound
from speechscan.storage import ObjectStore, canonical_key

LICENCE = "recordings of patients, not to be passed on"


@dataclass(frozen=True, slots=True)
class Gathered:
    """manifest: a file in the folder that was given. clips: job and SHA-256 of its samples. left_out: sentences.
    callers: corpus -> name of the caller."""

    manifest: Path
    clips: tuple[tuple[UUID, str], ...]
    left_out: tuple[str, ...]
    callers: dict[str, str]


def gather(
    jobs: Sequence[LabelledJob], objects: ObjectStore, folder: Path, key: bytes, *, progress: Progress = silent
) -> Gathered:
    """key: of the callers' aliases. Raises UnfitReference if nothing is left, Unavailable when the object store is
    away."""
    known = [job for job in jobs if job.subject is not None]
    changed = _with_both_labels(known)
    aliases = {owner: caller_alias(owner, key=key) for owner in sorted({job.owner for job in known})}
    usable = [job for job in known if job.subject not in changed]
    rows, clips, missing, again = list[Clip](), list[tuple[UUID, str]](), 0, 0
    seen = set[str]()
    for job in each(usable, counted(progress, "fetching", len(usable))):
        try:
            flac = objects.get(canonical_key(job.job_id))
        except NotFound:
            missing += 1
            continue
        sha256 = digest(decoded(flac))
        clips.append((job.job_id, sha256))
        if sha256 in seen:
            again += 1
            continue
        seen.add(sha256)
        rows.append(_clip(job, aliases[job.owner], folder, flac))
    left_out = tuple(_sentences(len(jobs) - len(known), len(known) - len(usable), len(changed), missing, again))
    if not rows:
        raise UnfitReference(" ".join(["No job with an outcome can become a clip.", *left_out]))
    manifest = folder / "manifest.csv"
    write(manifest, rows)
    corpora = {row.corpus for row in rows}
    callers = {alias: owner for owner, alias in aliases.items() if alias in corpora}
    return Gathered(manifest, tuple(clips), left_out, callers)


def _with_both_labels(jobs: Iterable[LabelledJob]) -> frozenset[str | None]:
    labels = defaultdict[str | None, set[Label]](set)
    for job in jobs:
        labels[job.subject].add(job.label)
    return frozenset(subject for subject, found in labels.items() if len(found) > 1)


def _clip(job: LabelledJob, corpus: str, folder: Path, flac: bytes) -> Clip:
    path = folder / f"{job.job_id}.flac"
    path.write_bytes(flac)
    return Clip(
        path=path,
        label=job.label.value,
        speaker=job.subject or "",
        task=job.task or "",
        corpus=corpus,
        licence=LICENCE,
        more={FROM_JOB: YES},
    )


def _sentences(nobodys: int, changed: int, people: int, missing: int, again: int) -> Iterator[str]:
    if nobodys:
        yield f"Left out: {nobodys} without a subject, of whom nobody knows whether they are someone else of the set."
    if changed:
        yield f"Left out: {changed} of {people} subjects who are healthy by some outcomes and dysarthric by others."
    if missing:
        yield f"Left out: {missing} whose recording is no longer stored."
    if again:
        yield f"Left out: {again} with a recording that another job has too."

"""From a manifest and its files to the clips of a reference set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from registry.data.check import check
from registry.data.errors import BadManifest
from registry.data.manifest import Clip, read
from registry.data.rendering import ranges, rendered, told
from registry.data.report import Severity
from registry.data.sound import digest, load
from registry.data.table import Row, Table
from registry.pcm import SAMPLE_RATE, Pcm
from registry.training.progress import Progress, counted, each, silent
from regression.references.description import described_snr, ordered
from regression.references.errors import DamagedReference, UnfitReference
from regression.references.fitness import LEAST_S, complaints
from regression.references.reference import FROM_JOB, YES, ReferenceClip
from speechscan.audio import quality


@dataclass(frozen=True)
class Admitted:
    """clips: in a set's order. warnings: sentences about what makes the set a weaker judge. files: by SHA-256"""

    clips: tuple[ReferenceClip, ...]
    warnings: tuple[str, ...]
    files: Mapping[str, Path]

    def sounds(self, clip: ReferenceClip) -> Pcm:
        """From the clip's file. Raises DamagedReference if that has changed meanwhile."""
        samples = load(self.files[clip.sha256])
        if digest(samples) != clip.sha256:
            raise DamagedReference("A recording changed while it was read. Start again.")
        return samples


def admit(
    manifest: Path, audio: Path | None = None, *, skip_bad: bool = False, progress: Progress = silent
) -> Admitted:
    """Checks the manifest and every file, and measures each clip.

    audio      folder of the files, if that is not the manifest's own
    skip_bad   files that cannot be used, or are too short for any model, are left out
    Raises BadManifest, whose text is the report of the check, and UnfitReference for clips that cannot judge a model.
    """

    def track(table: Table) -> Iterator[Row]:
        yield from each(table.rows, counted(progress, "checking", len(table.rows)))

    report = check(manifest, audio=audio, skip_bad=skip_bad, track=track)
    if not report.passed:
        raise BadManifest(f"{rendered(report)}Nothing was added. Mend these rows and add it again.")
    kept = read(manifest, audio).without(report.skipped).clips
    tick = counted(progress, "measuring", len(kept))
    measured = [(clip, _measured(clip)) for clip in each(kept, tick)]
    warnings = [told(finding) for finding in report.findings if finding.severity is not Severity.ERROR]
    measured, left_out = _long_enough(measured, skip_bad)
    if unfit := list(complaints([found for _, found in measured])):
        raise UnfitReference(" ".join(unfit))
    files = {found.sha256: clip.path for clip, found in measured}
    return Admitted(ordered([found for _, found in measured]), (*warnings, *left_out), files)


def _measured(clip: Clip) -> ReferenceClip:
    samples = load(clip.path)
    return ReferenceClip(
        sha256=digest(samples),
        speaker=clip.speaker,
        label=clip.label,
        seconds=samples.size / SAMPLE_RATE,
        sex=clip.sex,
        age=clip.age,
        task=clip.task,
        corpus=clip.corpus,
        snr_db=described_snr(quality.measure(samples)),
        from_job=clip.more.get(FROM_JOB) == YES,
    )


def _long_enough(
    measured: list[tuple[Clip, ReferenceClip]], skip_bad: bool
) -> tuple[list[tuple[Clip, ReferenceClip]], list[str]]:
    short = [clip.line or 0 for clip, found in measured if found.seconds < LEAST_S]
    if not short:
        return measured, []
    where = f"lines {ranges(short)}: shorter than {LEAST_S:g} s, which no model scores"
    if not skip_bad:
        raise UnfitReference(f"{where}. Delete these rows, or leave them out with --skip-bad.")
    return [pair for pair in measured if pair[1].seconds >= LEAST_S], [f"{where}; left out."]

"""Before anything is measured: may this manifest train, and with which of its clips?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from registry.data.check import check
from registry.data.errors import BadManifest
from registry.data.manifest import Clip, read
from registry.data.rendering import rendered, told
from registry.data.report import Report, Severity
from registry.data.rules import UNUSABLE
from registry.data.table import Row, Table
from registry.training.progress import Progress, counted, each
from registry.training.request import Request


@dataclass(frozen=True)
class Admitted:
    """sounds: SHA-256 of the decoded samples by path"""

    clips: tuple[Clip, ...]
    sounds: Mapping[Path, str]
    report: Report

    @property
    def warnings(self) -> list[str]:
        return [told(finding) for finding in self.report.of(Severity.WARNING)]

    @property
    def skipped(self) -> list[str]:
        return [told(finding) for finding in self.report.of(Severity.SKIPPED)]


def admit(request: Request, progress: Progress) -> Admitted:
    """Raises BadManifest, whose text is the report, if a row is wrong. Files that cannot be used are left out if
    `skip_bad` asks for it."""

    def track(table: Table) -> Iterator[Row]:
        yield from each(table.rows, counted(progress, "checking", len(table.rows)))

    report = check(request.manifest, skip_bad=request.skip_bad, track=track)
    if not report.passed:
        raise BadManifest(f"{rendered(report)}{_advice(report)}")
    clips = read(request.manifest).without(report.skipped).clips
    sounds = {clip.path: report.sounds[clip.line] for clip in clips if clip.line is not None}
    return Admitted(clips, sounds, report)


def _advice(report: Report) -> str:
    advice = "Nothing was trained. Mend these rows and train again."
    if any(finding.rule == UNUSABLE for finding in report.of(Severity.ERROR)):
        advice += " Files that cannot be used are left out with --skip-bad (in the deployment: skip_bad)."
    return advice

"""What the checks found in a manifest."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """lines: of the manifest, rising; empty if the finding is about the whole of it."""

    rule: str
    severity: Severity
    column: str
    lines: tuple[int, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Group:
    """A class within a corpus, as far as its clips can be used."""

    corpus: str
    label: str
    clips: int
    speakers: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """sounds: SHA-256 of the decoded samples by line, of the clips that can be used"""

    manifest: Path
    groups: tuple[Group, ...]
    findings: tuple[Finding, ...]
    sounds: dict[int, str]

    @property
    def passed(self) -> bool:
        return not self.of(Severity.ERROR)

    @property
    def skipped(self) -> frozenset[int]:
        return frozenset(line for finding in self.of(Severity.SKIPPED) for line in finding.lines)

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is severity)

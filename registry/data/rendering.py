"""A report as text, or as JSON. Lines are named, files are not: a file's name may be a person's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from registry.data.report import Finding, Group, Report, Severity

_HEADINGS = {Severity.ERROR: "Errors", Severity.SKIPPED: "Skipped", Severity.WARNING: "Warnings"}
_MOST_RANGES = 12


def rendered(report: Report) -> str:
    return "\n".join(_lines(report)) + "\n"


def document(report: Report) -> dict[str, Any]:
    """For programs: what can be used, by corpus and class, and all findings."""
    return {
        "passed": report.passed,
        "groups": [asdict(group) for group in report.groups],
        "findings": [{**asdict(finding), "lines": list(finding.lines)} for finding in report.findings],
    }


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.manifest.name}: {_counted(sum(group.clips for group in report.groups), 'clip')} that can be used"
    yield from (f"  {_group(group)}" for group in report.groups)
    for severity, heading in _HEADINGS.items():
        if found := report.of(severity):
            yield heading
            yield from (f"  {told(finding)}" for finding in found)
    yield "The manifest can be used." if report.passed else "The manifest cannot be used before the errors are mended."


def _group(group: Group) -> str:
    sizes = f"{_counted(group.clips, 'clip')}, {_counted(group.speakers, 'speaker')}, {group.seconds / 60:.1f} minutes"
    return f"{group.corpus}, {group.label}: {sizes}"


def told(finding: Finding) -> str:
    """With the lines that it is about."""
    if not finding.lines:
        return finding.sentence
    several = "s" if len(finding.lines) > 1 else ""
    return f"line{several} {ranges(finding.lines)}, {finding.column}: {finding.sentence}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def ranges(lines: Sequence[int]) -> str:
    """2-5, 9"""
    found = []
    for _, run in groupby(enumerate(lines), key=lambda pair: pair[1] - pair[0]):
        numbers = [line for _, line in run]
        found.append(f"{numbers[0]}-{numbers[-1]}" if len(numbers) > 1 else f"{numbers[0]}")
    more = len(found) - _MOST_RANGES
    return ", ".join(found[:_MOST_RANGES]) + (f" and {more} more" if more > 0 else "")

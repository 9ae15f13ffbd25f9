"""What a drift run found, for people."""

from __future__ import annotations

from collections.abc import Sequence

from flows.drift.assessment import Assessment
from regression.drift.comparison import Comparison
from speechscan.domain.report import Report

_MOST_SHOWN = 15


def markdown(found: Assessment, report: Report, done: Sequence[str]) -> str:
    told = found.summary()["window"]
    lines = [
        f"# Drift, {found.window}: {found.outcome.value.replace('_', ' ')}",
        "",
        f"{told['jobs']} results, {told['compared']} compared, of {told['people']} people. Version {found.version}.",
    ]
    for comparison in found.comparisons:
        lines += ["", *_told(comparison)]
    if done:
        lines += ["", *done]
    lines += ["", f"The whole report: `GET /v1/reports/{report.id}/html`"]
    return "\n".join(lines) + "\n"


def _told(comparison: Comparison) -> list[str]:
    lines = [f"## Against {comparison.against}: {comparison.outcome.value.replace('_', ' ')}", "", comparison.sentence]
    if comparison.drifted:
        lines += ["", "| feature | distance | p | before | now |", "| --- | --- | --- | --- | --- |"]
        lines += [
            f"| {one.feature} | {one.distance:.2f} | {one.p:.4f} | {one.reference:.4g} | {one.current:.4g} |"
            for one in comparison.drifted[:_MOST_SHOWN]
        ]
    return lines

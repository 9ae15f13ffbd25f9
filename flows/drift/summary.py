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
        f"# Drift, {found.window}: {found.outcome.words}",
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
    lines = [f"## {comparison.title}: {comparison.outcome.words}", "", comparison.sentence, *_features(comparison)]
    if comparison.tasks:
        lines += ["", "| task | outcome | before | now | what was found |", "| --- | --- | --- | --- | --- |"]
        lines += [
            f"| {one.task} | {one.outcome.words} | {one.jobs} | {one.compared} | {one.sentence} |"
            for one in comparison.tasks
        ]
    for task in comparison.drifted_tasks:
        lines += ["", f"### {task.title}", *_features(task)]
    return lines


def _features(comparison: Comparison) -> list[str]:
    lines = []
    if comparison.drifted:
        lines += ["", "| feature | distance | p | before | now |", "| --- | --- | --- | --- | --- |"]
        lines += [
            f"| {one.feature} | {one.distance:.2f} | {one.p:.4f} | {one.reference:.4g} | {one.current:.4g} |"
            for one in comparison.drifted[:_MOST_SHOWN]
        ]
    return lines

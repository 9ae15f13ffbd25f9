"""What a validation found, for people."""

from __future__ import annotations

from flows.window import Window
from regression.validation.check import Failure, Validation

_MOST_NAMED = 20


def markdown(window: Window, found: Validation) -> str:
    lines = [f"# Results of {window}: {found.outcome}", "", found.sentence]
    if found.failures:
        lines += ["", "| | expectation | rows | meaning | jobs |", "| --- | --- | --- | --- | --- |"]
        lines += [_row(one) for one in sorted(found.failures, key=lambda one: (one.severity, one.rule))]
    return "\n".join(lines) + "\n"


def _row(one: Failure) -> str:
    jobs = ", ".join(f"`{job}`" for job in one.jobs[:_MOST_NAMED])
    more = " and more" if len(one.jobs) > _MOST_NAMED else ""
    return f"| {one.severity} | {one.rule} ({one.expectation}) | {len(one.jobs)} | {one.sentence} | {jobs}{more} |"

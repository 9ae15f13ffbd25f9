"""The verdict in a version's description, where people look in the MLflow UI."""

from __future__ import annotations

import re

from regression.gate.report import GateReport, keeping

_BEGIN, _END = "<!-- gate -->", "<!-- /gate -->"
# The card below it wants room too.
_MOST_REASONS = 8


def with_verdict(description: str, report: GateReport) -> str:
    """The verdict stands first, in the place of an earlier one."""
    rest = re.sub(f"{_BEGIN}.*?{_END}\\s*", "", description, flags=re.DOTALL)
    return f"{_BEGIN}\n{_section(report)}\n{_END}\n\n{rest}".strip()


def _section(report: GateReport) -> str:
    told: tuple[str, ...] = report.reasons[:_MOST_REASONS]
    if more := len(report.reasons) - len(told):
        told = (*told, f"and {more} more reasons, in the report.")
    against = f" against version {report.champion.number}" if report.champion else ""
    lines = [f"**Gate: {report.outcome}**{against}", "", *(f"- {reason}" for reason in told)]
    return "\n".join([*lines, "", f"Report: `{keeping.key(report)}`"])

"""The report as one page that needs no other file: the verdict first, then sentences, then figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from regression.gate.check import Outcome
from regression.gate.duel import Duel
from regression.gate.report import plots
from regression.gate.report.crowds import crowds
from regression.gate.report.forests import accuracy_estimates, subgroup_estimates
from regression.gate.report.report import GateReport
from regression.gate.report.rows import Row, Unlisted, rows, unlisted
from regression.html import render
from speechscan.domain.disclaimer import DISCLAIMER

_TEMPLATE = Path(__file__).with_name("page.html.j2")
_QUESTIONS = {
    "accuracy": "Is it as good as the champion?",
    "subgroups": "For women and men, for every task and microphone?",
    "calibration": "Are its probabilities as true, and does it still give verdicts?",
    "behaviour": "Does it hear the voice, and not the device or the file format?",
    "shortcut": "Does it fail, as it must, when the speech is taken away?",
    "phantoms": "Are its measurements true on voices that are known?",
    "served": "Does the service say what the model says?",
    "cost": "Is it as fast, and not too large?",
}
_HEADLINES = {
    Outcome.PASS: "version {number} passed every check. By this gate it may become champion.",
    Outcome.FAIL: "version {number} does not become champion: {failed} of {checks} checks failed.",
    Outcome.INCONCLUSIVE: (
        "version {number} does not become champion: nothing failed, but {open} of {checks} checks could not tell."
    ),
}


@dataclass(frozen=True)
class _Section:
    """What is shown of one reference set."""

    title: str
    plots: list[str]
    rows: list[Row]
    unlisted: Unlisted

    @property
    def flips(self) -> list[Row]:
        """Those that moved furthest first."""
        turned = [row for row in self.rows if row.flipped]
        return sorted(turned, key=lambda row: abs(row.challenger - row.champion), reverse=True)

    @property
    def clips(self) -> int:
        return len(self.rows) + self.unlisted.clips

    @property
    def flipped(self) -> int:
        return len(self.flips) + self.unlisted.flipped

    @property
    def turned(self) -> int:
        return sum(row.turned for row in self.rows) + self.unlisted.turned


def html(report: GateReport) -> str:
    return render(
        _TEMPLATE,
        report=report,
        headline=headline(report),
        questions=_QUESTIONS,
        disclaimer=DISCLAIMER,
        sides=[("challenger", report.challenger), *([("champion", report.champion)] if report.champion else [])],
        sections=[_section(report, duel) for duel in report.duels],
        figures=[(f"{c.name} {c.reference}".strip(), list(_flat(c.figures))) for c in report.checks if c.figures],
        policy=list(_flat(report.policy.model_dump(mode="json"))),
    )


def headline(report: GateReport) -> str:
    outcomes = [check.outcome for check in report.checks]
    return _HEADLINES[report.outcome].format(
        number=report.challenger.number,
        checks=len(outcomes),
        failed=outcomes.count(Outcome.FAIL),
        open=outcomes.count(Outcome.INCONCLUSIVE),
    )


def _section(report: GateReport, duel: Duel) -> _Section:
    own = {check.name: check.figures for check in report.checks if check.reference == duel.reference.title}
    found, paired = rows(duel), duel.paired
    drawn = [
        plots.forest(accuracy_estimates(own["accuracy"], report.policy), "Accuracy", "challenger less champion"),
        plots.clip_by_clip(found, crowds(duel)),
        plots.roc(paired),
        plots.reliability(paired),
    ]
    if groups := subgroup_estimates(own["subgroups"], report.policy):
        drawn.append(plots.forest(groups, "Subgroups: AUC", "challenger less champion"))
    return _Section(duel.reference.title, drawn, found, unlisted(duel))


def _flat(document: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in document.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}, ")
        elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            for place, each in enumerate(value, start=1):
                yield from _flat(each, f"{prefix}{name} {place}, ")
        else:
            yield f"{prefix}{name}", f"{value:.5g}" if isinstance(value, float) else str(value)

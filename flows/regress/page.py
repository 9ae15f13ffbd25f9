"""A regression run as one page that needs no other file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from flows.regress.report import MOST_ROWS, changes, sentence, title, value
from flows.regress.rerun import Rerun
from regression.accuracy.picture import picture
from regression.accuracy.table import COLUMNS, READING, lines
from regression.html import render
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.domain.regression_run import RegressionOutcome

_TEMPLATE = Path(__file__).with_name("page.html.j2")
_HEADLINES = {
    RegressionOutcome.EQUAL: "the champion says what it said when it was promoted.",
    RegressionOutcome.STORED: "a set had no golden scores of the champion; those of this run are kept from now on.",
    RegressionOutcome.DIFFERENT: "the champion does not say what it said when it was promoted.",
}
_DRAWN = ("auc", "sensitivity", "specificity")


def html(runs: Sequence[Rerun], outcome: RegressionOutcome, made_at: datetime) -> str:
    return render(
        _TEMPLATE,
        runs=runs,
        outcome=outcome,
        headline=_HEADLINES[outcome],
        made_at=made_at,
        sentence=sentence,
        changes=changes,
        title=title,
        lines=lines,
        pictures=_pictures,
        value=value,
        columns=COLUMNS,
        reading=READING,
        most=MOST_ROWS,
        disclaimer=DISCLAIMER,
    )


def _pictures(run: Rerun) -> list[str]:
    drawn = (picture(run.figures, name, run.floor.get(name)) for name in _DRAWN)
    return [one for one in drawn if one is not None]

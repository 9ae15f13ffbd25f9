"""The figures for people: a line a subgroup, a column a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from regression.statistics.accuracy import FIGURES
from speechscan.domain.accuracy import AccuracyFigure

# In the order in which people read them.
COLUMNS = {
    "auc": "AUC",
    "sensitivity": "sensitivity",
    "specificity": "specificity",
    "balanced_accuracy": "balanced accuracy",
    "decided": "decided",
}
TOO_FEW = "too few"
READING = (
    "Each figure with its 95 % interval, by speaker: speakers were drawn anew with all their clips, since clips of one "
    "speaker are not independent. Sensitivity and specificity are of the clips with a definite verdict; decided is the "
    "share of clips that have one; the AUC is of all clips. 'Too few': fewer speakers of a class than the policy asks "
    "for. No speaker of a reference set may be known to the version from its training."
)


@dataclass(frozen=True, slots=True)
class Line:
    """speakers, clips: healthy and dysarthric. cells: by figure, as "0.80 [0.67, 0.92]" or TOO_FEW"""

    subgroup: str
    speakers: tuple[int, int]
    clips: tuple[int, int]
    cells: dict[str, str]


def lines(figures: Sequence[AccuracyFigure]) -> list[Line]:
    """Figures of one subgroup follow each other."""
    return [_line(name, {one.figure: one for one in own}) for name, own in groupby(figures, lambda one: one.subgroup)]


def _line(subgroup: str, own: dict[str, AccuracyFigure]) -> Line:
    # The figure that rests on every clip.
    whole = next(own[name] for name, figure in FIGURES.items() if not figure.of_definite)
    return Line(
        subgroup,
        (whole.healthy.speakers, whole.dysarthric.speakers),
        (whole.healthy.clips, whole.dysarthric.clips),
        {name: str(own[name].bounds or TOO_FEW) for name in COLUMNS},
    )

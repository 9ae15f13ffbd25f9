"""A figure of all subgroups with its intervals."""

from __future__ import annotations

from collections.abc import Sequence

from regression.accuracy.table import COLUMNS
from regression.drawing import blank, svg
from speechscan.domain.accuracy import AccuracyFigure

_TOLD, _FLOOR = "#2166ac", "#b2182b"


def picture(figures: Sequence[AccuracyFigure], name: str, least: float | None) -> str | None:
    """SVG, a line a subgroup that has the figure; dashed: what the policy asks for. None where no group has it."""
    own = [(one, one.bounds) for one in figures if one.figure == name and one.bounds]
    if not own:
        return None
    drawn, axes = blank(COLUMNS[name], "with 95 % interval by speaker", "", height=1.2 + 0.36 * len(own))
    for place, (_, bounds) in enumerate(own):
        axes.plot([bounds.low, bounds.high], [place, place], color=_TOLD, linewidth=2)
        axes.plot(bounds.value, place, "o", color=_TOLD)
    if least is not None:
        axes.axvline(least, color=_FLOOR, linestyle="--")
    labels = [f"{one.subgroup} ({one.healthy.speakers} + {one.dysarthric.speakers} speakers)" for one, _ in own]
    axes.set_yticks(range(len(own)), labels)
    axes.set_ylim(len(own) - 0.4, -0.6)
    axes.set_xlim(0, 1.02)
    return svg(drawn)

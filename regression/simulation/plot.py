"""The study as a picture: who passes, by number of speakers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from regression.simulation.scenarios import AT_MARGIN, BETTER, EQUAL
from regression.simulation.study import Row
from regression.statistics.rules import Rules

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# The gate drawn through, the bare threshold dashed.
_LINES = (
    ("passed", "-", "#2166ac", "the gate"),
    ("bare, relative", "--", "#b2182b", "bare: AUC >= champion's - margin"),
    ("bare, fixed", ":", "#d6604d", "bare: AUC >= fixed bar"),
)
_TITLES = {
    AT_MARGIN: "Worse by exactly the margin",
    EQUAL: "Equal",
    BETTER: "Better",
}


def draw(file: Path, rows: Sequence[Row], rules: Rules) -> None:
    """The format by the ending of the name. A panel a scenario, for the largest number of clips that was simulated."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    clips = max(row.setting.clips for row in rows)
    figure = Figure(figsize=(10, 3.6), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    axes: Sequence[Axes] = figure.subplots(1, len(_TITLES), sharey=True)
    for ax, (scenario, title) in zip(axes, _TITLES.items(), strict=True):
        _panel(ax, [row for row in rows if row.setting.scenario == scenario and row.setting.clips == clips])
        ax.set_title(title)
    axes[0].axhline(rules.alpha, color="grey", linewidth=0.8)
    axes[0].set_ylabel("share that passes")
    axes[-1].legend(loc="lower right", fontsize=8)
    figure.suptitle(f"{clips} clips a speaker, bars: two Monte-Carlo standard errors", fontsize=9)
    # Without a date in the file, equal studies give equal files.
    figure.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None)


def _panel(ax: Axes, rows: Sequence[Row]) -> None:
    speakers = [row.setting.speakers for row in rows]
    for share, style, colour, label in _LINES:
        told = [row.shares[share] for row in rows]
        ax.errorbar(
            speakers,
            [one.value for one in told],
            yerr=[2 * one.error for one in told],
            linestyle=style,
            color=colour,
            marker=".",
            label=label,
        )
    ax.set_ylim(-0.02, 1.02)
    ax.set_xscale("log")
    ax.set_xticks(speakers, [str(n) for n in speakers])
    ax.minorticks_off()
    ax.set_xlabel("speakers")

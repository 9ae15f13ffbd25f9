"""The report's plots, each one SVG that stands within the page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from registry.training.statistics import CALIBRATION_BINS
from regression.drawing import blank, svg
from regression.gate.check import Outcome
from regression.gate.report.crowds import Crowd
from regression.gate.report.estimate import Estimate
from regression.gate.report.rows import Row
from regression.statistics.paired import Flags, Paired, Vector

_CHAMPION, _CHALLENGER = "#7a7a7a", "#2166ac"
_ILL, _WELL = "#b2182b", "#2166ac"
_BAD, _UNJUDGED = "#b2182b", "#7a7a7a"
# Areas of squares, in square points: for each clip, and at most.
_CROWD, _LARGEST_CROWD = 30.0, 600.0


def forest(estimates: Sequence[Estimate], title: str, axis: str) -> str:
    """A line each: the difference, its interval, and the largest loss that is allowed."""
    figure, axes = blank(title, axis, "", height=1.2 + 0.36 * len(estimates))
    for place, one in enumerate(estimates):
        found = one.difference
        color = _UNJUDGED if one.outcome is None else _BAD if one.outcome == Outcome.FAIL else _CHALLENGER
        axes.plot([found.low, found.high], [place, place], color=color, linewidth=2)
        axes.plot(found.value, place, "x" if one.outcome is None else "o", color=color)
        axes.plot([-one.margin] * 2, [place - 0.4, place + 0.4], color=_BAD, linestyle="--")
    axes.axvline(0, color="grey", linewidth=0.8)
    axes.set_yticks(range(len(estimates)), [one.label for one in estimates])
    axes.set_ylim(len(estimates) - 0.4, -0.6)
    axes.locator_params(axis="x", nbins=6)
    return svg(figure)


def roc(paired: Paired) -> str:
    figure, axes = blank("ROC: found among the ill, by false alarms", "False alarm rate", "Detection rate")
    for name, said, color in _both(paired):
        alarms, found = _curve(said, paired.labels)
        axes.plot(alarms, found, color=color, label=name)
    axes.plot([0, 1], [0, 1], color="grey", linestyle=":")
    axes.legend(loc="lower right")
    return svg(figure)


def reliability(paired: Paired) -> str:
    figure, axes = blank("Reliability: does it come as it was said?", "Probability said", "Share dysarthric")
    for name, said, color in _both(paired):
        pieces = np.array_split(np.argsort(said, kind="stable"), CALIBRATION_BINS)
        points = [(said[piece].mean(), paired.labels[piece].mean()) for piece in pieces if piece.size]
        axes.plot(*np.transpose(points), "o-", color=color, label=name)
    axes.plot([0, 1], [0, 1], color="grey", linestyle=":")
    axes.legend(loc="upper left")
    return svg(figure)


def clip_by_clip(rows: Sequence[Row], crowds: Sequence[Crowd] = ()) -> str:
    """Each point leads to its clip's row; a ring where the verdict changed. A square is as large as its crowd."""
    area = min(_CROWD, _LARGEST_CROWD / max((crowd.clips for crowd in crowds), default=1))
    figure, axes = blank("Clip by clip: a ring where the verdict changed", "Champion", "Challenger")
    for label, color in (("dysarthric", _ILL), ("healthy", _WELL)):
        own = [row for row in rows if row.label == label]
        points = axes.scatter([r.champion for r in own], [r.challenger for r in own], 14, color=color, label=label)
        points.set_urls([f"#{row.anchor}" for row in own])
        places = [(crowd.champion, crowd.challenger, area * crowd.clips) for crowd in crowds if crowd.label == label]
        axes.scatter(*np.reshape(places, (-1, 3)).T, color=color, marker="s", alpha=0.4)
    turned = [row for row in rows if row.flipped]
    axes.scatter([r.champion for r in turned], [r.challenger for r in turned], 60, facecolors="none", edgecolors="k")
    axes.plot([0, 1], [0, 1], color="grey", linestyle=":")
    axes.legend(loc="upper left")
    return svg(figure)


def _both(paired: Paired) -> list[tuple[str, Vector, str]]:
    return [("champion", paired.champion, _CHAMPION), ("challenger", paired.challenger, _CHALLENGER)]


def _curve(said: Vector, labels: Flags) -> tuple[Vector, Vector]:
    thresholds = np.concatenate([[np.inf], np.unique(said)[::-1]])
    called = said[None, :] >= thresholds[:, None]
    return called[:, ~labels].mean(axis=1), called[:, labels].mean(axis=1)

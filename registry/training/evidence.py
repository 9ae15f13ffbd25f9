"""Plots of a training, and its card as a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from registry.bundle import Bundle
from registry.data.manifest import Clip
from registry.training import page
from registry.training.arrays import Indices, Labels, Vector, sigmoid
from registry.training.evaluation import Evaluation
from registry.training.intervals import draws
from registry.training.nested import CrossFitted
from registry.training.reference_sets import Sets
from registry.training.request import Effort
from registry.training.statistics import CALIBRATION_BINS
from registry.training.trained import Trained

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ILL, _WELL = "#b2182b", "#2166ac"
_GRID = np.linspace(0, 1, 101)


def draw(folder: Path, bundle: Bundle, sets: Sets, evaluation: Evaluation, trained: Trained, effort: Effort) -> Path:
    """Returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    cross = evaluation.cross
    plots = {
        "roc": roc(cross, effort.replicates),
        "reliability": reliability(cross),
        "speakers": by_speaker(cross, trained),
        "groups": by_group(sets.training, cross),
    }
    for name, figure in plots.items():
        # Without a date in the file, equal trainings give equal files.
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None})
    (folder / "model_card.html").write_text(page.html(bundle.card, [folder / f"{name}.svg" for name in plots]))
    return folder


def roc(cross: CrossFitted, replicates: int) -> Figure:
    """With a pointwise 95 % band from a bootstrap over speakers."""
    figure, axes = _figure("False alarm rate", "Detection rate", "ROC, cross-validated by speaker")
    curves = [_curve(cross.logits[i], cross.labels[i]) for i in draws(cross.groups, replicates) if _both(cross, i)]
    low, high = np.quantile(curves, [0.025, 0.975], axis=0)
    axes.fill_between(_GRID, low, high, color=_WELL, alpha=0.2, label="95 % band")
    axes.plot(_GRID, _curve(cross.logits, cross.labels), color=_WELL)
    axes.plot([0, 1], [0, 1], color="grey", linestyle=":")
    axes.legend(loc="lower right")
    return figure


def _curve(logits: Vector, labels: Labels) -> Vector:
    """Detection rate at each false alarm rate of the grid."""
    thresholds = np.concatenate([[np.inf], np.unique(logits)[::-1]])
    called = logits[None, :] >= thresholds[:, None]
    return np.asarray(np.interp(_GRID, called[:, ~labels].mean(axis=1), called[:, labels].mean(axis=1)))


def _both(cross: CrossFitted, chosen: Indices) -> bool:
    return np.unique(cross.labels[chosen]).size == 2


def reliability(cross: CrossFitted) -> Figure:
    figure, axes = _figure("Probability said", "Share dysarthric", "Reliability, bins of equal size")
    order = np.argsort(cross.probabilities, kind="stable")
    for piece in np.array_split(order, CALIBRATION_BINS):
        said, came = cross.probabilities[piece].mean(), cross.labels[piece].mean()
        spread = 1.96 * np.sqrt(max(came * (1 - came), 1e-9) / piece.size)
        axes.errorbar(said, came, yerr=spread, fmt="o", color=_WELL, capsize=3)
    axes.plot([0, 1], [0, 1], color="grey", linestyle=":")
    return figure


def by_speaker(cross: CrossFitted, trained: Trained) -> Figure:
    figure, axes = _figure("Speaker, ordered by score", "Probability", "Score by speaker, heard as unknown")
    names = sorted(np.unique(cross.groups), key=lambda name: cross.logits[cross.groups == name].mean())
    for place, name in enumerate(names):
        own = cross.groups == name
        color = _ILL if cross.labels[own][0] else _WELL
        axes.plot([place] * own.sum(), cross.probabilities[own], "o-", color=color, markersize=4)
    axes.axhspan(trained.policy.abstain_low, trained.policy.abstain_high, color="grey", alpha=0.2)
    axes.text(0.02, 0.95, "red: dysarthric, blue: healthy, grey: inconclusive", transform=axes.transAxes, va="top")
    return figure


def by_group(clips: Sequence[Clip], cross: CrossFitted) -> Figure:
    figure, axes = _figure("", "Probability", "Score by class, sex and task")
    group_of = [f"{'ill' if c.dysarthric else 'well'}\n{c.sex or '?'}\n{c.task_name[-8:]}" for c in clips]
    rng = np.random.default_rng(0)
    for place, group in enumerate(sorted(set(group_of))):
        own = np.array([name == group for name in group_of])
        where = place + rng.uniform(-0.15, 0.15, own.sum())
        axes.plot(where, sigmoid(cross.logits[own]), "o", color=_ILL if group.startswith("ill") else _WELL, alpha=0.6)
    axes.set_xticks(range(len(set(group_of))), sorted(set(group_of)), fontsize=7)
    return figure


def _figure(x: str, y: str, title: str) -> tuple[Figure, Axes]:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams["svg.hashsalt"] = "speechscan"
    figure = Figure(figsize=(6, 4.5), layout="tight")
    axes = figure.subplots()
    axes.set(xlabel=x, ylabel=y, title=title, ylim=(-0.03, 1.03))
    return figure, axes

"""Plots of the reports, each one SVG that stands within a page."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def blank(title: str, x: str, y: str, height: float = 4.2) -> tuple[Figure, Axes]:
    """x, y: labels of the axes. height: inches."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.4, height), layout="tight")
    axes = figure.subplots()
    axes.set(xlabel=x, ylabel=y, title=title)
    return figure, axes


def svg(figure: Figure) -> str:
    """Equal figures give equal text: no date, no random ids. Letters stay letters; without the XML head."""
    import matplotlib as mpl

    out = StringIO()
    with mpl.rc_context({"svg.hashsalt": "speechscan", "svg.fonttype": "none"}):
        figure.savefig(out, format="svg", metadata={"Date": None})
    return re.sub(r"^.*?(?=<svg)", "", out.getvalue(), flags=re.DOTALL)

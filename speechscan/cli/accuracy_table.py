"""How good a version is on a reference set, on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from speechscan.domain.accuracy import AccuracyFigure
from speechscan.domain.disclaimer import DISCLAIMER

if TYPE_CHECKING:
    from regression.references.reference import Reference


def show(reference: Reference, figures: Sequence[AccuracyFigure]) -> None:
    from regression.accuracy.table import COLUMNS, READING, lines

    console = Console()
    speakers = Column("speakers, healthy + dysarthric", justify="right")
    table = Table("subgroup", speakers, *COLUMNS.values(), box=None, title=f"How good it is on {reference.title}")
    for line in lines(figures):
        healthy, dysarthric = line.speakers
        table.add_row(escape(line.subgroup), f"{healthy} + {dysarthric}", *line.cells.values())
    console.print(table)
    for sentence in (READING, DISCLAIMER):
        console.print(sentence, markup=False, highlight=False, soft_wrap=True)

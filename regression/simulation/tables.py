"""The study as Markdown. Shares in per cent, with their Monte-Carlo standard error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regression.simulation.sabotage import HONEST, SABOTAGED
from regression.simulation.scenarios import AT_ACCURACY_MARGIN, AT_MARGIN, BETTER, EQUAL
from regression.simulation.shares import Share
from regression.simulation.study import Row


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    scenario: str
    share: str


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    columns: tuple[Column, ...]


TABLES = (
    Table(
        "False pass: the challenger is worse by exactly the margin",
        (
            Column("gate", AT_MARGIN, "passed"),
            Column("its AUC alone", AT_MARGIN, "AUC passed"),
            Column("its balanced accuracy alone*", AT_ACCURACY_MARGIN, "accuracy passed"),
            Column("bare: AUC >= champion's - margin", AT_MARGIN, "bare, relative"),
            Column("bare: AUC >= fixed bar", AT_MARGIN, "bare, fixed"),
        ),
    ),
    Table(
        "Power",
        (
            Column("equal: pass", EQUAL, "passed"),
            Column("too few", EQUAL, "too few"),
            Column("wrongly fail", EQUAL, "failed"),
            Column("AUC alone passes", EQUAL, "AUC passed"),
            Column("better: pass", BETTER, "passed"),
            Column("bare fixed bar blocks an equal one", EQUAL, "bare, fixed, blocked"),
        ),
    ),
    Table(
        "Worse by the margin: what is said instead of pass",
        (
            Column("fail", AT_MARGIN, "failed"),
            Column("too few", AT_MARGIN, "too few"),
        ),
    ),
    Table(
        "Coverage of the 95 % intervals of the difference",
        (
            Column("AUC", AT_MARGIN, "AUC covered"),
            Column("DeLong, clustered", AT_MARGIN, "AUC covered, DeLong"),
            Column("bootstrap", AT_MARGIN, "AUC covered, bootstrap"),
            Column("balanced accuracy*", AT_ACCURACY_MARGIN, "accuracy covered"),
            Column("bootstrap*", AT_ACCURACY_MARGIN, "accuracy covered, bootstrap"),
        ),
    ),
    Table(
        "Subgroups: seven groups in three dimensions",
        (
            Column("spoilt for women: women fail", SABOTAGED, "women failed"),
            Column("some group fails", SABOTAGED, "some group failed"),
            Column("both checks pass", SABOTAGED, "both checks passed"),
            Column("equal: some group fails", HONEST, "some group failed"),
            Column("both checks pass", HONEST, "both checks passed"),
        ),
    ),
)


def markdown(rows: Sequence[Row]) -> str:
    """Needs every scenario of each size."""
    found = {(row.setting.scenario, row.setting.speakers, row.setting.clips): row.shares for row in rows}
    sizes = sorted({(row.setting.speakers, row.setting.clips) for row in rows})
    return "\n".join(_table(table, sizes, found) for table in TABLES)


def _table(table: Table, sizes: Sequence[tuple[int, int]], found: dict[tuple[str, int, int], dict[str, Share]]) -> str:
    headings = ("speakers", "clips each", *(column.heading for column in table.columns))
    lines = [f"**{table.title}**", "", _line(headings), _line(["---"] * len(headings))]
    for speakers, clips in sizes:
        shares = [str(found[column.scenario, speakers, clips][column.share]) for column in table.columns]
        lines.append(_line((str(speakers), str(clips), *shares)))
    return "\n".join((*lines, ""))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"

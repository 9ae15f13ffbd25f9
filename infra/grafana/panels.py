"""The kinds of panels: a sign that is green or red, a graph, bars, a table, a text. 24 columns make a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from grafana_foundation_sdk.builders import bargauge, prometheus, stat, table, text, timeseries
from grafana_foundation_sdk.builders.common import (
    GraphThresholdsStyleConfig,
    ReduceDataOptions,
    StackingConfig,
    VizLegendOptions,
    VizTooltipOptions,
)
from grafana_foundation_sdk.builders.dashboard import ThresholdsConfig
from grafana_foundation_sdk.models.common import (
    BigValueColorMode,
    BigValueGraphMode,
    GraphTresholdsStyleMode,
    LegendDisplayMode,
    LegendPlacement,
    SortOrder,
    StackingMode,
    TooltipDisplayMode,
    VizOrientation,
)
from grafana_foundation_sdk.models.dashboard import (
    DataTransformerConfig,
    Threshold,
    ThresholdsMode,
    ValueMap,
    ValueMappingResult,
)
from grafana_foundation_sdk.models.prometheus import PromQueryFormat
from grafana_foundation_sdk.models.text import TextMode

from infra.grafana.board import DATASOURCE
from infra.grafana.links import runbook

GOOD, DOUBTFUL, BAD, PLAIN = "green", "orange", "red", "text"
# The first step has no bound. Each colour holds from its bound on.
Steps = Sequence[tuple[float | None, str]]
ONE_IS_GOOD: Steps = ((None, BAD), (1, GOOD))
ANY_IS_BAD: Steps = ((None, GOOD), (1, BAD))
NEUTRAL: Steps = ((None, PLAIN),)


@dataclass(frozen=True, slots=True)
class Query:
    """legend: Grafana's, with `{{label}}`"""

    expr: str
    legend: str = ""


def sign(
    title: str,
    expr: str,
    reading: str,
    *,
    steps: Steps,
    alert: str | None = None,
    unit: str = "short",
    words: dict[str, str] | None = None,
    absent: str = "not known",
    width: int = 4,
) -> stat.Panel:
    """The top row: is it all right? reading: how to read it. words: what to show for a value (1 -> yes).
    absent: what an empty answer means"""
    panel = (
        stat.Panel()
        .title(title)
        .description(reading)
        .datasource(DATASOURCE)
        .unit(unit)
        .no_value(absent)
        .thresholds(thresholds(steps))
        .color_mode(BigValueColorMode.BACKGROUND)
        .graph_mode(BigValueGraphMode.NONE)
        .reduce_options(ReduceDataOptions().calcs(["lastNotNull"]))
        .with_target(_query(Query(expr)).instant())
        .span(width)
        .height(4)
    )
    if words:
        panel.mappings([ValueMap({value: ValueMappingResult(text=word) for value, word in words.items()})])
    return panel if alert is None else panel.links([runbook(alert)])


def graph(
    title: str,
    reading: str,
    *queries: Query,
    unit: str = "short",
    steps: Steps | None = None,
    stacked: bool = False,
    most: float | None = None,
    width: int = 12,
) -> timeseries.Panel:
    """steps: drawn as dashed lines, the bounds of the alerts"""
    panel = (
        timeseries.Panel()
        .title(title)
        .description(reading)
        .datasource(DATASOURCE)
        .unit(unit)
        .min(0)
        .fill_opacity(30 if stacked else 5)
        .legend(
            VizLegendOptions()
            .display_mode(LegendDisplayMode.TABLE)
            .placement(LegendPlacement.BOTTOM)
            .show_legend(True)
            .calcs(["lastNotNull", "max"])
        )
        .tooltip(VizTooltipOptions().mode(TooltipDisplayMode.MULTI).sort(SortOrder.DESCENDING))
        .span(width)
        .height(8)
    )
    if stacked:
        panel.stacking(StackingConfig().mode(StackingMode.NORMAL))
    if steps:
        panel.thresholds(thresholds(steps))
        panel.thresholds_style(GraphThresholdsStyleConfig().mode(GraphTresholdsStyleMode.DASHED))
    if most is not None:
        panel.max(most)
    return panel.targets([_query(query, ref).range() for ref, query in zip(ascii_uppercase, queries, strict=False)])


def bars(title: str, reading: str, query: Query, *, steps: Steps, unit: str = "short") -> bargauge.Panel:
    """The present value of each series, the largest first if the query sorts them so."""
    return (
        bargauge.Panel()
        .title(title)
        .description(reading)
        .datasource(DATASOURCE)
        .unit(unit)
        .min(0)
        .thresholds(thresholds(steps))
        .orientation(VizOrientation.HORIZONTAL)
        .reduce_options(ReduceDataOptions().calcs(["lastNotNull"]))
        .with_target(_query(query).instant())
        .span(12)
        .height(14)
    )


def rows(title: str, reading: str, *queries: Query, absent: str, width: int = 12, height: int = 8) -> table.Panel:
    """A table of labels and present values. legend of a query: the name of its column"""
    columns = {f"Value #{query.legend}": query.legend for query in queries}
    if len(queries) == 1:
        columns = {"Value": queries[0].legend}
    shaped = {"excludeByName": {"Time": True}, "renameByName": columns}
    return (
        table.Panel()
        .title(title)
        .description(reading)
        .datasource(DATASOURCE)
        .no_value(absent)
        .targets([_query(query, query.legend).instant().format(PromQueryFormat.TABLE) for query in queries])
        .with_transformation(DataTransformerConfig(id_val="merge", options={}))
        .with_transformation(DataTransformerConfig(id_val="organize", options=shaped))
        .span(width)
        .height(height)
    )


def words(content: str, *, width: int = 24, height: int = 3) -> text.Panel:
    """Markdown."""
    return text.Panel().title("").mode(TextMode.MARKDOWN).content(content).transparent(True).span(width).height(height)


def thresholds(steps: Steps) -> ThresholdsConfig:
    made = [Threshold(value=bound, color=color) for bound, color in steps]
    return ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps(made)


def _query(query: Query, ref: str = "A") -> prometheus.Dataquery:
    return prometheus.Dataquery().ref_id(ref).expr(query.expr).legend_format(query.legend or "__auto")

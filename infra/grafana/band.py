"""A figure with its interval, as a line within a band, and the policy's least value below it."""

from __future__ import annotations

from grafana_foundation_sdk.builders import timeseries
from grafana_foundation_sdk.models.common import LineInterpolation
from grafana_foundation_sdk.models.dashboard import DynamicConfigValue

from infra.grafana.panels import Query, graph

_VALUE, _LOW, _HIGH, _LEAST = "value", "lower end", "upper end", "policy's least"


def band(title: str, reading: str, figure: str, least: str) -> timeseries.Panel:
    """figure: PromQL of the metric with `BOUND` where the bound's name stands; least: PromQL of the least value"""
    queries = [
        Query(figure.replace("BOUND", "value"), _VALUE),
        Query(figure.replace("BOUND", "low"), _LOW),
        Query(figure.replace("BOUND", "high"), _HIGH),
        Query(least, _LEAST),
    ]
    return (
        graph(title, reading, *queries, unit="percentunit", most=1, width=6)
        .line_interpolation(LineInterpolation.STEP_AFTER)
        .fill_opacity(0)
        .override_by_name(_VALUE, [_color("blue"), DynamicConfigValue("custom.lineWidth", 2)])
        .override_by_name(_LOW, [_color("light-blue"), DynamicConfigValue("custom.lineWidth", 0)])
        .override_by_name(
            _HIGH,
            [
                _color("light-blue"),
                DynamicConfigValue("custom.lineWidth", 0),
                DynamicConfigValue("custom.fillOpacity", 25),
                DynamicConfigValue("custom.fillBelowTo", _LOW),
            ],
        )
        .override_by_name(
            _LEAST, [_color("red"), DynamicConfigValue("custom.lineStyle", {"fill": "dash", "dash": [8, 6]})]
        )
    )


def _color(name: str) -> DynamicConfigValue:
    return DynamicConfigValue("color", {"mode": "fixed", "fixedColor": name})

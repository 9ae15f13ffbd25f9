"""What all dashboards have in common: variables, links, time range."""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import Dashboard, DatasourceVariable, QueryVariable, TextBoxVariable
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
    DataSourceRef,
    VariableOption,
    VariableRefresh,
    VariableSort,
)

from infra.grafana.links import TAG, others, runbooks

DATASOURCE = DataSourceRef(type_val="prometheus", uid="${datasource}")
# Where `mkdocs serve` shows the documentation.
_DOCS = "http://127.0.0.1:8000"


def board(name: str, description: str, *, since: str) -> Dashboard:
    """name: service, queue ...; since: how far back it looks, as `now-6h`"""
    return (
        Dashboard(f"SpeechScan {name}")
        .uid(f"speechscan-{name}")
        .description(description)
        .tags([TAG])
        .readonly()
        .tooltip(DashboardCursorSync.CROSSHAIR)
        .time(since, "now")
        .refresh("30s")
        .timezone("browser")
        .link(others())
        .link(runbooks())
        .with_variable(DatasourceVariable("datasource").label("Prometheus").type("prometheus"))
        .with_variable(
            TextBoxVariable("docs")
            .label("Docs")
            .description("Address of your documentation site. Links to the runbooks start there.")
            .default_value(_DOCS)
            .current(VariableOption(text=_DOCS, value=_DOCS))
        )
    )


def choice(name: str, label: str, values: str) -> QueryVariable:
    """One value of many. values: a PromQL query of Grafana's, as `label_values(metric, label)`"""
    return (
        QueryVariable(name)
        .label(label)
        .datasource(DATASOURCE)
        .query(values)
        .refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(VariableSort.ALPHABETICAL_ASC)
    )


def choices(name: str, label: str, values: str) -> QueryVariable:
    """Any of many, all to begin with: also those that have no such label."""
    return (
        choice(name, label, values)
        .multi(True)
        .include_all(True)
        .all_value(".*")
        .current(VariableOption(text="All", value="$__all"))
    )

"""The dashboard to begin with: do the parts live, do they answer, is there room?"""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import Dashboard, DashboardLink
from grafana_foundation_sdk.builders.table import Panel as Table

from infra.grafana import alerts
from infra.grafana.board import board, choices
from infra.grafana.links import page
from infra.grafana.panels import ANY_IS_BAD, BAD, DOUBTFUL, GOOD, ONE_IS_GOOD, Query, rows, sign
from infra.grafana.processes import processes
from infra.grafana.requests import requests


def dashboard() -> Dashboard:
    made = board("service", "Do the parts of SpeechScan live and answer? Green above: nothing to do.", since="now-6h")
    made.with_variable(choices("instance", "API process", 'label_values(up{job="speechscan-api"}, instance)'))
    _all_right(made)
    requests(made)
    processes(made)
    return made


def _all_right(made: Dashboard) -> None:
    for title, job, alert in (
        ("API", "speechscan-api", "ApiDown"),
        ("Scorer", "speechscan-bento", "BentoDown"),
        ("Worker", "speechscan-worker", "WorkerDown"),
    ):
        reading = "Processes that answered their last scrape. Red: none, or Prometheus does not know them."
        expr = f'sum(up{{job="{job}"}}) or vector(0)'
        made.with_panel(sign(title, expr, reading, steps=ONE_IS_GOOD, alert=alert, width=3))
    made.with_panel(
        sign(
            "Database",
            "min(speechscan_database_up)",
            "Whether each API process reaches PostgreSQL.",
            steps=ONE_IS_GOOD,
            alert="DatabaseAway",
            words={"1": "there", "0": "away"},
            width=3,
        )
    )
    made.with_panel(
        sign(
            "Errors",
            "speechscan:http_errors:ratio_rate5m",
            "Share of the requests of five minutes that were answered with 5xx. Above 5 % it is an alert.",
            steps=((None, GOOD), (0.01, DOUBTFUL), (0.05, BAD)),
            alert="ApiErrors",
            unit="percentunit",
            absent="no requests",
            width=3,
        )
    )
    made.with_panel(
        sign(
            "Slowest route",
            'max(route:speechscan_http_request_seconds:p95_5m{method!="POST"})',
            "95 % of its answers took at most so long. Uploads and long polls are left out: they wait for the client.",
            steps=((None, GOOD), (0.5, DOUBTFUL), (1, BAD)),
            alert="ApiSlow",
            unit="s",
            absent="no requests",
            width=3,
        )
    )
    made.with_panel(
        sign(
            "Critical alerts",
            f"count({alerts.firing('critical')}) or vector(0)",
            "Alerts that fire now and wait for nobody. The table below names them.",
            steps=ANY_IS_BAD,
            width=3,
        )
    )
    made.with_panel(
        sign(
            "Disk free",
            "min(instance:speechscan_disk_free:ratio)",
            "Of the disk that the data folder is on, the fullest of all machines. A warning below 10 %.",
            steps=((None, BAD), (0.03, DOUBTFUL), (0.10, GOOD)),
            alert="DiskLow",
            unit="percentunit",
            width=3,
        )
    )
    made.with_panel(_firing())


def _firing() -> Table:
    reading = "Click an alert for its runbook: what it means, how to look, what to do."
    expr = f"sort_desc(max by (severity, alertname, reference, version, route, job) ({alerts.firing()}))"
    to_runbook = DashboardLink("What to do").url(page("runbooks/${__data.fields.alertname}")).target_blank(True)
    return rows("Alerts", reading, Query(expr, "firing"), absent="Nothing fires", width=24, height=6).data_links(
        [to_runbook]
    )

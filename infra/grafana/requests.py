"""Requests and submissions: how many, how they ended, how long they took."""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import Dashboard, Row

from infra.grafana.panels import BAD, GOOD, Query, graph

_CHOSEN = 'instance=~"$instance", route!~"/healthz|/readyz|/metrics"'
_REQUESTS = f"speechscan_http_requests_total{{{_CHOSEN}}}"
_ERRORS = f'speechscan_http_requests_total{{{_CHOSEN}, status=~"5.."}}'


def requests(made: Dashboard) -> None:
    made.with_row(Row("Requests"))
    made.with_panel(
        graph(
            "Requests by route",
            "Answered requests a second, probes and scrapes left out. Long polls count when they are answered.",
            Query(f"sum by (method, route) (rate({_REQUESTS}[5m]))", "{{method}} {{route}}"),
            unit="reqps",
            stacked=True,
        )
    )
    made.with_panel(
        graph(
            "Errors by route",
            "5xx only: 503 is a part that is away and will do again, 500 is a fault of ours.",
            Query(
                f"sum by (method, route, status) (rate({_ERRORS}[5m]))",
                "{{status}} {{method}} {{route}}",
            ),
            unit="reqps",
        )
    )
    made.with_panel(
        graph(
            "Latency by route",
            "95 % of the answers that went well took at most so long. A client's own line counts in an upload. "
            "Long polls and streams of events are left out. The line is the bound of the alert for reads.",
            Query("route:speechscan_http_request_seconds:p95_5m", "{{method}} {{route}}"),
            unit="s",
            steps=((None, GOOD), (1, BAD)),
        )
    )
    made.with_panel(
        graph(
            "Submissions by outcome",
            "Recordings a second. accepted: stored, its job committed. replayed: an idempotency key came again. "
            "All else is the error that the client was given.",
            Query(
                'sum by (outcome) (rate(speechscan_submissions_total{instance=~"$instance"}[5m]))',
                "{{outcome}}",
            ),
            unit="ops",
            stacked=True,
        )
    )
    made.with_panel(
        graph(
            "Submissions by format",
            "By content, not by name. A new format, or one that goes, is a client that sends otherwise.",
            Query(
                'sum by (format) (rate(speechscan_submissions_total{instance=~"$instance"}[5m]))',
                "{{format}}",
            ),
            unit="ops",
            stacked=True,
        )
    )
    made.with_panel(
        graph(
            "Long polls and event streams",
            "Requests for one job that are not answered yet, and streams of events that are open. Each is a client "
            "that waits for a result. A process takes 200 streams at most and then answers 503.",
            Query('sum by (instance) (speechscan_job_reads_under_way{instance=~"$instance"})', "{{instance}} polls"),
            Query('sum by (instance) (speechscan_event_streams{instance=~"$instance"})', "{{instance}} streams"),
        )
    )

"""What comes in: formats, and what is refused for its quality."""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import Dashboard, Row

from infra.grafana.panels import Query, graph


def recordings(made: Dashboard) -> None:
    made.with_row(Row("Recordings"))
    made.with_panel(
        graph(
            "Formats",
            "Share of the accepted recordings of six hours.",
            Query(
                'sum by (format) (increase(speechscan_submissions_total{outcome="accepted"}[6h])) / on () '
                'group_left () (sum(increase(speechscan_submissions_total{outcome="accepted"}[6h])) > 0)',
                "{{format}}",
            ),
            unit="percentunit",
            most=1,
            stacked=True,
        )
    )
    made.with_panel(
        graph(
            "Refused for quality",
            "Share of the results of six hours, by reason; one recording may have several.",
            Query(
                "sum by (reason) (increase(speechscan_quality_refusals_total[6h])) / on () group_left () "
                "(sum(increase(speechscan_verdicts_total[6h])) > 0)",
                "{{reason}}",
            ),
            unit="percentunit",
        )
    )

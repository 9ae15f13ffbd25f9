"""Jobs on their way: waiting, leaving, failing."""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import Dashboard, Row

from infra.grafana.panels import BAD, GOOD, Query, graph


def jobs(made: Dashboard) -> None:
    made.with_row(Row("Jobs"))
    made.with_panel(
        graph(
            "Jobs that wait and run",
            "In the database. A queue that grows while jobs run is more work than the workers do.",
            Query('max by (state) (speechscan_jobs{state=~"queued|running"})', "{{state}}"),
        )
    )
    made.with_panel(
        graph(
            "Jobs that leave the workers",
            "A second, by how: completed, failed, released (back to the queue: a part is away, or the shift ends), "
            "dropped (cancelled, erased, taken over).",
            Query("end:speechscan_jobs_finished:rate5m", "{{end}}"),
            unit="ops",
            stacked=True,
        )
    )
    made.with_panel(
        graph(
            "Latency",
            "95 % of the completed jobs. From submission with the wait in the queue; from the claim without it. "
            "The gap between the two is the wait.",
            Query("speechscan:submit_to_finish_seconds:p95_5m", "from submission"),
            Query("speechscan:claim_to_finish_seconds:p95_5m", "from the claim"),
            unit="s",
        )
    )
    made.with_panel(
        graph(
            "Oldest waiting job",
            "The line is the bound of the alert.",
            Query("speechscan:oldest_queued_seconds:max", "waits for"),
            unit="s",
            steps=((None, GOOD), (120, BAD)),
        )
    )
    made.with_panel(
        graph(
            "Failed jobs by code",
            "An hour's. empty, unreadable, too_short, too_long and decode_limits lie in the recording: many of "
            "them are a client that sends something wrong. All else is ours.",
            Query("sum by (code) (increase(speechscan_failed_jobs_total[1h]))", "{{code}}"),
            stacked=True,
        )
    )
    made.with_panel(
        graph(
            "Leases taken over",
            "An hour's, by who found them expired: another worker, or the flow housekeeping where none runs.",
            Query("max by (by) (increase(speechscan_leases_taken_over_total[1h]))", "by {{by}}"),
        )
    )

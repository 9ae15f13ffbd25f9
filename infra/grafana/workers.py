"""How the workers do: batches, attempts, shares of the work."""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import Dashboard, Row

from infra.grafana.panels import Query, graph


def workers(made: Dashboard) -> None:
    made.with_row(Row("Workers"))
    made.with_panel(
        graph(
            "Batch sizes",
            "Mean jobs in a claim, in a request to the scorer, in a write of results. 1 with low load; they grow "
            "with the backlog, and with them the throughput.",
            Query(
                'sum by (stage) (rate(speechscan_batch_size_sum{instance=~"$instance"}[5m])) / '
                '(sum by (stage) (rate(speechscan_batch_size_count{instance=~"$instance"}[5m])) > 0)',
                "{{stage}}",
            ),
        )
    )
    made.with_panel(
        graph(
            "Attempts",
            "A second, by number. Second and third ones are failures that were tried again, or workers that died.",
            Query(
                'sum by (number, end) (rate(speechscan_attempts_total{instance=~"$instance"}[5m]))',
                "attempt {{number}} {{end}}",
            ),
            unit="ops",
        )
    )
    made.with_panel(
        graph(
            "Jobs by worker",
            "Completed a second. One that does much less than the others waits for something.",
            Query(
                "sum by (instance) "
                '(rate(speechscan_claim_to_finish_seconds_count{end="completed", instance=~"$instance"}[5m]))',
                "{{instance}}",
            ),
            unit="ops",
            stacked=True,
        )
    )
    made.with_panel(
        graph(
            "Claims",
            "Of two minutes. None with jobs waiting is the alert QueueNotClaimed: a pause in Prefect, a part that "
            "is away, or no worker.",
            Query("speechscan:claims:increase2m", "claims"),
            Query("speechscan:jobs_queued:max", "waiting jobs"),
        )
    )

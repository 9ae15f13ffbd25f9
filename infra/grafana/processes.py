"""What runs in which version, and how much room is taken."""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import Dashboard, Row

from infra.grafana.panels import Query, graph, rows


def processes(made: Dashboard) -> None:
    made.with_row(Row("Processes and room"))
    made.with_panel(
        graph(
            "Processes that answer",
            "1: its last scrape went well. A gap is a Prometheus that did not run.",
            Query('up{job=~"speechscan-.*"}', "{{job}} {{instance}}"),
            most=1,
        )
    )
    made.with_panel(
        rows(
            "What runs",
            "Version and commit of each process. After an update all should be the same.",
            Query("max by (component, version, commit, instance) (speechscan_build_info)", "runs"),
            absent="No process answers",
        )
    )
    made.with_panel(
        graph(
            "Databases",
            "Of the PostgreSQL server, as far as our user may see them. prefect keeps 14 days in the local stack.",
            Query("database:speechscan_database_bytes:max", "{{database}}"),
            unit="bytes",
        )
    )
    made.with_panel(
        graph(
            "Tables",
            "Of our own database, indexes included: the eight largest.",
            Query("topk(8, max by (table) (speechscan_table_bytes))", "{{table}}"),
            unit="bytes",
        )
    )
    made.with_panel(
        graph(
            "Disk",
            "Free bytes of the disk that the data folder is on, and where the last six hours lead in four days.",
            Query("speechscan_disk_free_bytes", "{{instance}} free"),
            Query("predict_linear(speechscan_disk_free_bytes[6h], 4 * 24 * 3600)", "{{instance}} in four days"),
            unit="bytes",
        )
    )

"""Which features of the recordings have moved."""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import Dashboard, Row

from infra.grafana.links import page
from infra.grafana.panels import BAD, DOUBTFUL, GOOD, Query, bars, graph, rows, words

_SCORES = 'max by (feature) (speechscan_drift_score{against="$against", task=~"$task"})'


def features(made: Dashboard) -> None:
    made.with_row(Row("What has moved, against: $against, task: $task"))
    made.with_panel(
        words(
            "A distance alone is no drift: a feature has drifted if its distance is large **and** no chance, and "
            "the report says which have (`GET /v1/reports?kind=drift`). `bandwidth_hz`, `snr_db`, `level_dbfs`, "
            "`clipping`, `format`: devices, rooms or apps. Measurements with quality unchanged: other people or "
            f"another task. `probability` and `verdict` alone: the model. [How drift is found]({page('drift')})"
        )
    )
    made.with_panel(
        bars(
            "Distances now",
            "Of the last report, the largest first: Wasserstein distance in standard deviations of the reference "
            "(from 0.2 on it matters), of categories the Jensen-Shannon distance (from 0.1 on).",
            Query(f"sort_desc({_SCORES})", "{{feature}}"),
            steps=((None, GOOD), (0.2, DOUBTFUL)),
        )
    )
    made.with_panel(
        graph(
            "Distances over time",
            "The ten largest. A step is a change that came at once, such as a new device; a slope is a change of "
            "people. The line is the least distance that matters.",
            Query(f"topk(10, {_SCORES})", "{{feature}}"),
            steps=((None, GOOD), (0.2, BAD)),
        ).height(14)
    )
    made.with_panel(
        rows(
            "By task",
            "1: drift, 0: none. A task that is not listed had too few recordings on a side to tell.",
            Query("max by (against, task) (speechscan_drift_found)", "drift"),
            absent="Too few recordings to tell",
            width=24,
        )
    )

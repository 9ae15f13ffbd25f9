"""What the serving processes do, and what they say."""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import Dashboard, Row

from infra.grafana.panels import Query, graph, rows

_VERDICTS = 'speechscan_verdicts_total{model_version=~"$version"}'
_WITHOUT = 'speechscan_verdicts_total{model_version=~"$version", verdict="inconclusive"}'
_INFERENCE = 'rate(speechscan_inference_seconds_bucket{model_version=~"$version"}[5m])'


def serving(made: Dashboard) -> None:
    made.with_row(Row("Serving"))
    made.with_panel(
        rows(
            "What serves",
            "The version of each serving process. Two versions for some seconds are a swap; for longer, one of the "
            "processes does not load the champion.",
            Query("max by (version, exported_instance) (speechscan_serving_version_info)", "serves"),
            absent="Nothing serves",
        )
    )
    made.with_panel(
        graph(
            "Verdicts",
            "Share of the results of an hour. A shift with no new champion is drift of the recordings; with one, "
            "compare the versions.",
            Query(
                f"sum by (verdict) (increase({_VERDICTS}[1h])) / "
                f"on () group_left () (sum(increase({_VERDICTS}[1h])) > 0)",
                "{{verdict}}",
            ),
            unit="percentunit",
            most=1,
            stacked=True,
        )
    )
    made.with_panel(
        graph(
            "Why inconclusive",
            "Results of an hour without a verdict: quality (of the recording), too_little_speech, unfamiliar (not "
            "like the training), abstained (too close to the threshold).",
            Query(f"sum by (reason) (increase({_WITHOUT}[1h]))", "{{reason}}"),
            stacked=True,
        )
    )
    made.with_panel(
        graph(
            "Refused for quality",
            "By reason, an hour's; one recording may have several. One that rises alone points to a device or a room.",
            Query("sum by (reason) (increase(speechscan_quality_refusals_total[1h]))", "{{reason}}"),
            stacked=True,
        )
    )
    made.with_panel(
        graph(
            "Inference",
            "Measurements and model of one clip, by version: the middle one and the 95th percentile.",
            Query(f"histogram_quantile(0.5, sum by (model_version, le) ({_INFERENCE}))", "{{model_version}} half"),
            Query(f"histogram_quantile(0.95, sum by (model_version, le) ({_INFERENCE}))", "{{model_version}} 95 %"),
            unit="s",
        )
    )
    made.with_panel(
        graph(
            "Scorings",
            "Of ten minutes, by version and outcome. Two versions at once are a swap.",
            Query('version:speechscan_scorings:increase10m{version=~"$version"}', "{{version}} {{outcome}}"),
            stacked=True,
        )
    )
    made.with_panel(
        graph(
            "Requests to the scorer",
            "A second, by status, as BentoML counts them; a request holds a batch of clips. 503: no model is "
            "loaded. 422: a clip that the model cannot score. 500: a fault of ours.",
            Query(
                'sum by (http_response_code) (rate(bentoml_service_request_total{endpoint="/score"}[5m]))',
                "{{http_response_code}}",
            ),
            unit="reqps",
            stacked=True,
        )
    )
    made.with_panel(
        graph(
            "Swaps",
            "Of an hour, over all serving processes: versions that were loaded (swapped), and those that were not "
            "(refused).",
            Query("sum by (outcome) (increase(speechscan_swaps_total[1h]))", "{{outcome}}"),
        )
    )
    made.with_panel(
        graph(
            "Decisions",
            "Entries of the ledger within a day: gates by outcome, promotions, rollbacks, refusals. `speechscan "
            "models history` has who and why.",
            Query("max by (event, outcome) (increase(speechscan_model_decisions_total[1d]))", "{{event}} {{outcome}}"),
        )
    )

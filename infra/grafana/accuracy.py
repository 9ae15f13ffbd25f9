"""Figures with their intervals: on reference sets, and by confirmed outcomes."""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import Dashboard, Row

from infra.grafana.band import band
from infra.grafana.links import page
from infra.grafana.panels import Query, rows, words
from speechscan.domain.disclaimer import DISCLAIMER

_FIGURES = {
    "auc": "AUC",
    "sensitivity": "Sensitivity",
    "specificity": "Specificity",
    "balanced_accuracy": "Balanced accuracy",
}
_READING = (
    "Line: the figure; band: its 95 % interval over speakers; dashed: the policy's least. An alert only when the "
)
_READING += "whole band lies below it. A wide band is few speakers, not a bad model."


def champion_accuracy(made: Dashboard) -> None:
    made.with_row(Row("Accuracy of the champion on reference set $reference, people: $subgroup"))
    made.with_panel(
        words(
            f"**{DISCLAIMER}** Each figure holds for the clips of one reference set that the nightly flow "
            "`regression` scored through the running service: speakers that no version has trained on, intervals "
            "of 95 % by drawing speakers anew. Groups of people with too few speakers have no figure. "
            f"[What is in a set, and how figures are made]({page('regression')})"
        )
    )
    for figure, name in _FIGURES.items():
        expr = (
            f'max(speechscan_champion_accuracy{{figure="{figure}", reference="$reference", subgroup="$subgroup", '
            'bound="BOUND"})'
        )
        made.with_panel(band(name, _READING, expr, f'max(speechscan_champion_accuracy_floor{{figure="{figure}"}})'))
    made.with_panel(
        rows(
            "All figures of the last regression",
            "By reference set and group of people: the figure, the ends of its 95 % interval, and the speakers "
            "behind it.",
            Query(_bound("value"), "value"),
            Query(_bound("low"), "low"),
            Query(_bound("high"), "high"),
            Query(
                f"0 * {_bound('value')} + on (reference, subgroup) group_left () sum by (reference, subgroup) "
                "(max by (reference, subgroup, label) (speechscan_champion_accuracy_speakers))",
                "speakers",
            ),
            absent="No clinical set was scored yet",
            width=24,
        )
    )


def live_accuracy(made: Dashboard) -> None:
    made.with_row(Row("By confirmed outcomes, version $judged"))
    made.with_panel(
        words(
            "Outcomes are no random sample of the jobs: who is called dysarthric is examined more often, which "
            "flatters sensitivity and hurts specificity. No interval shows that. Intervals are of 95 %, over "
            f"people; with fewer than ten of a class there is no figure. [How to read them]({page('feedback')})"
        )
    )
    for figure, name in _FIGURES.items():
        expr = f'max(speechscan_live_accuracy{{figure="{figure}", model_version="$judged", bound="BOUND"}})'
        least = f'max(speechscan_champion_accuracy_floor{{figure="{figure}"}})'
        made.with_panel(band(name, _READING, expr, least))
    made.with_panel(
        rows(
            "People behind the figures",
            "By version, figure and confirmed label. Few people are a wide interval, or no figure at all.",
            Query("max by (model_version, figure, label) (speechscan_live_accuracy_subjects)", "people"),
            Query("max by (model_version, figure, label) (speechscan_live_accuracy_jobs)", "jobs"),
            absent="No outcome is known yet",
            width=24,
        )
    )


def _bound(bound: str) -> str:
    return f'max by (figure, reference, subgroup) (speechscan_champion_accuracy{{bound="{bound}"}})'

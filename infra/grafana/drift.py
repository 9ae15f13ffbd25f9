"""Are the recordings what they were, and the results sound?"""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import Dashboard

from infra.grafana.board import board, choice
from infra.grafana.features import features
from infra.grafana.panels import ANY_IS_BAD, BAD, DOUBTFUL, GOOD, ONE_IS_GOOD, sign
from infra.grafana.recordings import recordings

_DAY = 24 * 3600
_STALE = ((None, GOOD), (1.25 * _DAY, DOUBTFUL), (2 * _DAY, BAD))


def dashboard() -> Dashboard:
    made = board("drift", "Are the recordings what they were, and the results sound?", since="now-30d")
    made.with_variable(choice("against", "Against", "label_values(speechscan_drift_score, against)"))
    made.with_variable(choice("task", "Task", 'label_values(speechscan_drift_score{against="$against"}, task)'))
    _all_right(made)
    features(made)
    recordings(made)
    return made


def _all_right(made: Dashboard) -> None:
    made.with_panel(
        sign(
            "Against the week before",
            'max(speechscan_drift_found{against="previous"})',
            "Whether the last report found that any task, or all together, has moved within a week. Too few "
            "recordings to tell is never shown as no drift.",
            steps=ANY_IS_BAD,
            alert="DriftFound",
            words={"0": "no drift", "1": "drift"},
            absent="too few",
            width=5,
        )
    )
    made.with_panel(
        sign(
            "Against the training",
            'max(speechscan_drift_found{against="training"})',
            "To be expected: the training corpus is no sample of those who are screened. It says how far the "
            "champion is from the data that it was judged on.",
            steps=((None, GOOD), (1, DOUBTFUL)),
            alert="DriftFound",
            words={"0": "no drift", "1": "drift"},
            absent="too few",
            width=5,
        )
    )
    made.with_panel(
        sign(
            "Last drift report",
            "max(speechscan_drift_age_seconds)",
            "One is due each day; after two it is an alert.",
            steps=_STALE,
            alert="DriftStale",
            unit="s",
            absent="never",
            width=5,
        )
    )
    made.with_panel(
        sign(
            "Results are sound",
            "min(speechscan_validation_ok)",
            "Whether the last validation found nothing that cannot be right. Drift is not judged on results that "
            "are not.",
            steps=ONE_IS_GOOD,
            alert="ValidationFailed",
            words={"1": "yes", "0": "no"},
            absent="never looked",
            width=5,
        )
    )
    made.with_panel(
        sign(
            "Last validation",
            "max(speechscan_validation_age_seconds)",
            "One is due each day; after two it is an alert.",
            steps=_STALE,
            alert="ValidationStale",
            unit="s",
            absent="never",
            width=4,
        )
    )

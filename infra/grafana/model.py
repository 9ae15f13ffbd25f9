"""Which version serves, what does it say, and how good is it shown to be?"""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import Dashboard

from infra.grafana.accuracy import champion_accuracy, live_accuracy
from infra.grafana.board import board, choice, choices
from infra.grafana.panels import ANY_IS_BAD, BAD, DOUBTFUL, GOOD, ONE_IS_GOOD, sign
from infra.grafana.serving import serving

_DAY = 24 * 3600


def dashboard() -> Dashboard:
    made = board("model", "Which version serves, what does it say, how good is it shown to be?", since="now-7d")
    made.with_variable(choices("version", "Version", "label_values(speechscan_serving_version_info, version)"))
    made.with_variable(choice("reference", "Reference set", "label_values(speechscan_champion_accuracy, reference)"))
    made.with_variable(
        choice("subgroup", "People", 'label_values(speechscan_champion_accuracy{reference="$reference"}, subgroup)')
    )
    made.with_variable(
        choice("judged", "By outcomes", "label_values(speechscan_live_accuracy_subjects, model_version)")
    )
    _all_right(made)
    serving(made)
    champion_accuracy(made)
    live_accuracy(made)
    return made


def _all_right(made: Dashboard) -> None:
    made.with_panel(
        sign(
            "Champion",
            "max(speechscan_champion_ready)",
            "Whether a serving process has had a model ready within the last minute. Without one new recordings "
            "get 503.",
            steps=ONE_IS_GOOD,
            alert="NoChampion",
            words={"1": "ready", "0": "none"},
        )
    )
    made.with_panel(
        sign(
            "Refused champion",
            "max(speechscan_champion_refused)",
            "Whether the alias champion is on a version that may not serve. The last good one goes on.",
            steps=ANY_IS_BAD,
            alert="ChampionRefused",
            words={"0": "none", "1": "refused"},
        )
    )
    made.with_panel(
        sign(
            "Says what it said",
            "min(speechscan_regression_ok)",
            "Whether the champion scored all reference sets in the last regression as it did at its promotion.",
            steps=ONE_IS_GOOD,
            alert="RegressionDiffers",
            words={"1": "yes", "0": "no"},
            absent="never looked",
        )
    )
    made.with_panel(
        sign(
            "Last regression",
            "max(max by (reference) (speechscan_regression_age_seconds))",
            "The oldest of all reference sets. Each is scored every night; after two days it is an alert.",
            steps=((None, GOOD), (1.25 * _DAY, DOUBTFUL), (2 * _DAY, BAD)),
            alert="RegressionStale",
            unit="s",
            absent="never",
        )
    )
    made.with_panel(
        sign(
            "Figures below policy",
            'count(max by (figure, reference) (speechscan_champion_accuracy{bound="high", subgroup="all"}) '
            "< on (figure) group_left () max by (figure) (speechscan_champion_accuracy_floor)) or vector(0)",
            "Figures of the champion whose whole 95 % interval lies below the policy's least, of reference sets as a "
            "whole. 0 also where no clinical set was scored.",
            steps=ANY_IS_BAD,
            alert="ChampionAccuracyBelowPolicy",
        )
    )
    made.with_panel(
        sign(
            "Failed scorings",
            'sum(version:speechscan_scorings:increase10m{outcome="failed"}) / '
            "(sum(version:speechscan_scorings:increase10m) > 0)",
            "Share of the scorings of ten minutes that ended with an error.",
            steps=((None, GOOD), (0.01, DOUBTFUL), (0.05, BAD)),
            alert="ScoringsFail",
            unit="percentunit",
            absent="no scorings",
        )
    )

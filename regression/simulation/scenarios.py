"""What a challenger may truly be, and what the gate then says of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from registry.training.intervals import Interval
from regression.gate.check import Outcome
from regression.simulation.cohort import Cohort, auc_at, draw
from regression.simulation.shares import Trial
from regression.statistics.comparison import compare
from regression.statistics.difference import Difference
from regression.statistics.rules import Rules

CHAMPION_AUC = 0.85
CORRELATION = 0.9
BETTER_BY = 0.05
HIGHEST_AUC = 0.995

AT_MARGIN = "worse by the AUC margin"
AT_ACCURACY_MARGIN = "worse by the accuracy margin"
EQUAL = "equal"
BETTER = "better"
SCENARIOS = (AT_MARGIN, AT_ACCURACY_MARGIN, EQUAL, BETTER)


@dataclass(frozen=True, slots=True)
class Setting:
    """correlation: of both versions' effects (`cohort.py`)."""

    scenario: str
    speakers: int
    clips: int
    champion_auc: float = CHAMPION_AUC
    correlation: float = CORRELATION

    def cohort(self, rules: Rules) -> Cohort:
        champion = self.champion_auc
        aucs = {
            AT_MARGIN: champion - rules.margin_auc,
            AT_ACCURACY_MARGIN: auc_at(champion, -rules.margin_balanced_accuracy),
            EQUAL: champion,
            BETTER: min(champion + BETTER_BY, HIGHEST_AUC),
        }
        return Cohort(self.speakers, self.clips, champion, aucs[self.scenario], self.correlation)


def trial(cohort: Cohort, rules: Rules, rng: np.random.Generator) -> Trial:
    """One cohort through the gate, and through what others have instead: a bare threshold."""
    found = compare(draw(cohort, rng).paired, rules)
    auc, accuracy = found.auc, found.balanced_accuracy
    if auc is None or accuracy is None:
        raise ValueError("a cohort has two speakers a class at least")
    over_bar = auc.challenger.value >= cohort.champion_auc - rules.margin_auc
    return {
        "passed": found.outcome is Outcome.PASS,
        "failed": found.outcome is Outcome.FAIL,
        "too few": found.outcome is Outcome.INCONCLUSIVE,
        "AUC passed": auc.outcome is Outcome.PASS,
        "accuracy passed": accuracy.outcome is Outcome.PASS,
        "bare, relative": auc.challenger.value >= auc.champion.value - rules.margin_auc,
        "bare, fixed": over_bar,
        "bare, fixed, blocked": not over_bar,
        **_covered("AUC", auc, cohort.auc_difference),
        **_covered("accuracy", accuracy, cohort.accuracy_difference),
    }


def _covered(name: str, found: Difference, truth: float) -> Trial:
    return {
        f"{name} covered": _holds(found.difference, truth),
        f"{name} covered, bootstrap": _holds(found.bootstrap, truth),
        f"{name} covered, DeLong": _holds(found.delong, truth),
    }


def _holds(interval: Interval, truth: float) -> bool:
    return interval.low <= truth <= interval.high

"""The gate's error rates, with fewer trials than docs/gate-error-rates.md and the same bounds."""

from __future__ import annotations

import pytest

from regression.simulation.sabotage import HONEST, SABOTAGED
from regression.simulation.scenarios import AT_ACCURACY_MARGIN, AT_MARGIN, EQUAL, Setting
from regression.simulation.shares import shares
from regression.simulation.study import Row, settings, study
from regression.statistics.rules import Rules

RULES = Rules(replicates=500)


def row(scenario: str, speakers: int, clips: int, trials: int = 200, **kind: float) -> Row:
    return next(study([Setting(scenario, speakers, clips, **kind)], trials, 0, RULES))


@pytest.mark.parametrize(
    ("speakers", "clips", "champion_auc"), [(20, 1, 0.85), (50, 2, 0.85), (100, 1, 0.85), (50, 1, 0.97)]
)
def test_of_challengers_worse_by_the_margin_no_more_than_alpha_pass(
    speakers: int, clips: int, champion_auc: float
) -> None:
    for scenario, share in ((AT_MARGIN, "AUC passed"), (AT_ACCURACY_MARGIN, "accuracy passed")):
        found = row(scenario, speakers, clips, champion_auc=champion_auc).shares
        assert found[share].value <= RULES.alpha + 3 * 0.0154  # Monte-Carlo error of 5 % in 200 trials
        assert found["passed"].value <= found[share].value


def test_a_bare_threshold_passes_half_of_them() -> None:
    found = row(AT_MARGIN, 100, 2).shares
    assert found["bare, relative"].value > 0.35
    assert found["bare, fixed"].value > 0.35


def test_an_equal_challenger_often_passes_and_rarely_fails() -> None:
    found = row(EQUAL, 200, 2).shares
    assert found["passed"].value > 0.6
    assert found["failed"].value < 0.08
    assert found["passed"].value + found["failed"].value + found["too few"].value == pytest.approx(1)


def test_the_intervals_hold_the_truth() -> None:
    found = row(AT_MARGIN, 100, 2).shares
    for name in ("AUC covered", "AUC covered, DeLong", "accuracy covered"):
        assert found[name].value > 0.95 - 3 * 0.0154


def test_sabotage_for_women_is_caught_and_an_equal_challenger_is_not_accused() -> None:
    assert row(SABOTAGED, 100, 4, 100).shares["women failed"].value > 0.85
    assert row(HONEST, 100, 4, 100).shares["some group failed"].value < 0.08


def test_neither_processes_nor_the_other_settings_change_a_row() -> None:
    chosen = settings([20], [1])
    alone = list(study(chosen, 5, 7, RULES))
    assert list(study(chosen, 5, 7, RULES, processes=2)) == alone
    assert list(study(chosen[2:3], 5, 7, RULES)) == alone[2:3]
    assert list(study(chosen, 5, 8, RULES)) != alone


def test_a_share_never_seen_has_an_error_nevertheless() -> None:
    found = shares([{"seen": False}] * 100)["seen"]
    assert found.value == 0
    assert found.error == pytest.approx(0.00705, abs=1e-5)

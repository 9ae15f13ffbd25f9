from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss

from regression.simulation.cohort import Cohort, draw
from regression.statistics.calibration import calibration
from regression.statistics.comparison import Rules

PAIRED = draw(Cohort(60, 2), np.random.default_rng(0)).paired
RULES = Rules(replicates=300)


def test_the_brier_score_is_that_of_scikit_learn() -> None:
    found = calibration(PAIRED, RULES).brier
    assert found.champion.value == pytest.approx(brier_score_loss(PAIRED.labels, PAIRED.champion))
    assert found.challenger.value == pytest.approx(brier_score_loss(PAIRED.labels, PAIRED.challenger))
    assert found.difference.value == pytest.approx(found.challenger.value - found.champion.value)
    assert found.champion.low < found.champion.value < found.champion.high


def test_a_version_against_itself_differs_by_exactly_nothing() -> None:
    found = calibration(replace(PAIRED, challenger=PAIRED.champion), RULES)
    for error in (found.brier, found.ece):
        assert (error.difference.low, error.difference.value, error.difference.high) == (0, 0, 0)


def test_a_challenger_that_says_too_much_is_shown_to_be_worse() -> None:
    """The ranks, and so the AUC, are the same."""
    logits = np.log(PAIRED.champion / (1 - PAIRED.champion))
    found = calibration(replace(PAIRED, challenger=1 / (1 + np.exp(-3 - logits))), RULES)
    assert found.brier.difference.low > 0
    assert found.ece.difference.low > 0


def test_the_same_seed_gives_the_same_figures() -> None:
    first = calibration(PAIRED, RULES)
    assert first == calibration(PAIRED, RULES)
    assert first != calibration(PAIRED, replace(RULES, seed=1))
    json.dumps(first.document())

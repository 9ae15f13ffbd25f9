"""The simulated cohorts are what their docstring says."""

from __future__ import annotations

import numpy as np
import pytest

from registry.training.statistics import auc, balanced_accuracy
from regression.simulation.cohort import Cohort, auc_at, draw, separation

LARGE = 40_000


@pytest.mark.parametrize(("champion", "challenger"), [(0.85, 0.80), (0.7, 0.75), (0.97, 0.97)])
def test_the_true_figures_are_those_of_a_very_large_sample(champion: float, challenger: float) -> None:
    cohort = Cohort(LARGE, 1, champion, challenger)
    paired = draw(cohort, np.random.default_rng(0)).paired
    assert auc(paired.champion, paired.labels) == pytest.approx(champion, abs=0.006)
    assert auc(paired.challenger, paired.labels) == pytest.approx(challenger, abs=0.006)
    found = balanced_accuracy(paired.challenger_called, paired.labels)
    found -= balanced_accuracy(paired.champion_called, paired.labels)
    assert found == pytest.approx(cohort.accuracy_difference, abs=0.006)


def test_the_auc_for_a_difference_in_balanced_accuracy() -> None:
    challenger = auc_at(0.85, -0.05)
    assert Cohort(2, 1, 0.85, challenger).accuracy_difference == pytest.approx(-0.05)


def logits(probabilities: np.ndarray) -> np.ndarray:
    return np.log(probabilities / (1 - probabilities))


def test_effects_have_the_variance_and_the_correlations_asked_for() -> None:
    cohort = Cohort(LARGE, 2, correlation=0.9, speaker_share=0.6)
    paired = draw(cohort, np.random.default_rng(1)).paired
    ill = paired.labels
    champion, challenger = logits(paired.champion)[ill], logits(paired.challenger)[ill]
    assert champion.std() == pytest.approx(1, abs=0.02)
    assert champion.mean() == pytest.approx(separation(0.85) / 2, abs=0.02)
    assert np.corrcoef(champion, challenger)[0, 1] == pytest.approx(0.9, abs=0.01)
    assert np.corrcoef(champion[::2], champion[1::2])[0, 1] == pytest.approx(0.6, abs=0.02)


def test_classes_and_sexes_are_balanced_by_speaker() -> None:
    sample = draw(Cohort(100, 3), np.random.default_rng(2))
    for sex in ("female", "male"):
        for ill in (True, False):
            chosen = (sample.sex == sex) & (sample.paired.labels == ill)
            assert len(set(sample.paired.speakers[chosen])) == 25
            assert chosen.sum() == 75


def test_only_women_are_spoilt() -> None:
    sample = draw(Cohort(LARGE, 1, women=(0.6, 0.5)), np.random.default_rng(3))
    areas = {
        sex: auc(sample.paired.challenger[sample.sex == sex], sample.paired.labels[sample.sex == sex])
        for sex in ("female", "male")
    }
    assert areas["female"] == pytest.approx(0.6, abs=0.01)
    assert areas["male"] == pytest.approx(0.85, abs=0.01)

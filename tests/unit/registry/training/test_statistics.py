"""Figures and intervals on numbers whose answer is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score, brier_score_loss, log_loss, recall_score, roc_auc_score

from registry.training import figures, intervals, statistics
from registry.training.figures import Judged

RNG = np.random.default_rng(0)
LABELS = RNG.random(60) < 0.4
LOGITS = RNG.integers(-4, 5, 60).astype(float) + LABELS
PROBABILITIES = 1 / (1 + np.exp(-LOGITS))
CALLED = PROBABILITIES >= 0.5


def test_the_figures_are_those_of_scikit_learn() -> None:
    assert statistics.auc(LOGITS, LABELS) == pytest.approx(roc_auc_score(LABELS, LOGITS))
    assert statistics.sensitivity(CALLED, LABELS) == pytest.approx(recall_score(LABELS, CALLED))
    assert statistics.specificity(CALLED, LABELS) == pytest.approx(recall_score(~LABELS, ~CALLED))
    assert statistics.balanced_accuracy(CALLED, LABELS) == pytest.approx(balanced_accuracy_score(LABELS, CALLED))
    assert statistics.brier(PROBABILITIES, LABELS) == pytest.approx(brier_score_loss(LABELS, PROBABILITIES))
    weights = RNG.random(60)
    expected = log_loss(LABELS, PROBABILITIES, sample_weight=weights)
    assert statistics.log_loss(LOGITS, LABELS, weights) == pytest.approx(expected)


def test_with_one_class_there_is_no_figure() -> None:
    assert math.isnan(statistics.auc(LOGITS, np.ones(60, bool)))
    assert math.isnan(statistics.sensitivity(CALLED, np.zeros(60, bool)))


def test_the_calibration_error_of_a_worked_example() -> None:
    # Two bins of four: said 0.15 on average and came 0.25, said 0.85 and came 0.5.
    said = np.array([0.1, 0.1, 0.2, 0.2, 0.8, 0.8, 0.9, 0.9])
    came = np.array([0, 0, 0, 1, 0, 1, 0, 1], dtype=bool)
    assert statistics.calibration_error(said, came, bins=2) == pytest.approx((0.10 + 0.35) / 2)


def test_an_interval_over_speakers_is_wider_than_one_over_their_clips() -> None:
    values = np.repeat(np.random.default_rng(1).normal(size=30), 5)
    by_speaker = intervals.over_speakers(lambda i: float(values[i].mean()), np.repeat(np.arange(30), 5).astype(str))
    by_clip = intervals.over_speakers(lambda i: float(values[i].mean()), np.arange(150).astype(str))
    assert by_speaker.value == by_clip.value
    assert by_speaker.high - by_speaker.low > 1.5 * (by_clip.high - by_clip.low)
    assert by_speaker.low < by_speaker.value < by_speaker.high


def test_an_interval_over_single_clips_is_that_of_the_mean() -> None:
    values = np.random.default_rng(2).normal(size=400)
    found = intervals.over_speakers(lambda i: float(values[i].mean()), np.arange(400).astype(str))
    half = 1.96 * values.std() / 20
    assert found.low == pytest.approx(values.mean() - half, abs=0.015)
    assert found.high == pytest.approx(values.mean() + half, abs=0.015)


def test_two_models_are_compared_on_the_same_draws() -> None:
    groups = np.arange(20).astype(str)
    first, again = intervals.draws(groups, 5), intervals.draws(groups, 5)
    assert all((a == b).all() for a, b in zip(first, again, strict=True))


def test_a_model_against_itself_gains_exactly_nothing() -> None:
    judged = Judged(LABELS, np.arange(60).astype(str), LOGITS, np.ones(60), baseline=LOGITS)
    gain = figures.against_baseline(judged, 50)["auc_gain_over_age_and_sex"]
    assert (gain.low, gain.value, gain.high) == (0, 0, 0)


def test_verdict_figures_of_a_worked_example() -> None:
    labels = np.array([True, True, True, True, False, False])
    verdicts = np.array([1.0, -1.0, 0.0, 1.0, -1.0, 1.0])
    found = figures.verdicts(Judged(labels, np.arange(6).astype(str), np.zeros(6), verdicts), 20)
    values = {name: interval.value for name, interval in found.items()}
    assert values == {
        "decided": 0.833,
        "decided_dysarthric": 0.75,
        "decided_healthy": 1.0,
        "coverage": 0.667,
        "error_of_decided": 0.4,
        "dysarthric_called_healthy": 0.25,
        "healthy_called_dysarthric": 0.5,
    }


def test_a_speaker_counts_once_by_its_mean_logit() -> None:
    judged = Judged(np.array([True, True, False]), np.array(["a", "a", "b"]), np.array([1.0, 3.0, -1.0]), np.zeros(3))
    assert judged.by_speaker.logits.tolist() == [2.0, -1.0]
    assert judged.by_speaker.labels.tolist() == [True, False]

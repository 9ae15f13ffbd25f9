"""Heads on more columns than there are clips, as an embedding has."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from registry.features import HEAD_MEASURES
from registry.log_mel import STATISTICS
from registry.training import candidates, logistic

CLIPS, WIDE = 60, 300


def made(signal: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Measures that say nothing, and an embedding in which many columns say a little."""
    rng = np.random.default_rng(8)
    labels = np.arange(CLIPS) % 2 == 0
    features = rng.normal(size=(CLIPS, len(HEAD_MEASURES) + WIDE))
    features[:, len(HEAD_MEASURES) :] += signal * labels[:, None]
    return features, labels, np.array([f"s{n}" for n in range(CLIPS)])


@pytest.mark.parametrize("penalty", [0.1, 3.0])
def test_the_wide_head_is_that_of_scikit_learn(penalty: float) -> None:
    features, labels, _ = made(0.1)
    weights = np.random.default_rng(1).random(CLIPS)
    found = logistic.fit(features[None], labels, weights[None], np.array([penalty]))
    share = weights / weights.sum()
    reference = LogisticRegression(C=1 / penalty, tol=1e-12, max_iter=10_000).fit(features, labels, sample_weight=share)
    assert found.weight[0] == pytest.approx(reference.coef_[0], abs=1e-6)
    assert found.bias[0] == pytest.approx(reference.intercept_[0], abs=1e-6)


def test_the_way_round_by_the_clips_is_the_direct_one(monkeypatch: pytest.MonkeyPatch) -> None:
    features, labels, _ = made(0.1)
    x, weights, penalties = np.repeat(features[None], 2, axis=0), np.ones((2, CLIPS)), np.array([0.3, 3.0])
    short = logistic.fit(x, labels, weights, penalties)
    monkeypatch.setattr(logistic, "_WIDE", 10_000)
    direct = logistic.fit(x, labels, weights, penalties)
    np.testing.assert_allclose(short.weight, direct.weight, atol=1e-9)
    np.testing.assert_allclose(short.bias, direct.bias, atol=1e-9)


def test_the_inner_folds_choose_an_embedding_that_carries_the_class() -> None:
    features, labels, groups = made(0.4)
    choice = candidates.choose(features, labels, groups, seed=0)
    assert choice.candidate == "timbre"
    head = candidates.fit(features, labels, groups, choice)
    assert not head.weight[: len(HEAD_MEASURES)].any()
    assert (head.logits(features) > 0).astype(bool).tolist() == labels.tolist()


def test_more_columns_are_penalised_more_and_the_statistics_as_ever() -> None:
    features, labels, groups = made(0.4)
    wide = candidates.choose(features, labels, groups, seed=0).penalties["timbre"]
    assert np.isclose(wide * STATISTICS / WIDE, candidates.PENALTIES).any()
    usual = candidates.choose(features[:, : len(HEAD_MEASURES) + STATISTICS], labels, groups, seed=0)
    assert set(usual.penalties.values()) <= set(candidates.PENALTIES)

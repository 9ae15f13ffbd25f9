"""The bootstrap by weights is the bootstrap by copied clips."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from regression.simulation.cohort import Cohort, draw
from regression.statistics import bootstrap
from regression.statistics.clusters import Clusters
from regression.statistics.contributions import auc
from regression.statistics.estimate import over_speakers

PAIRED = draw(Cohort(24, 3), np.random.default_rng(0)).paired
CLUSTERS = Clusters.of(PAIRED.labels, PAIRED.speakers)


def test_each_replicate_is_the_figure_of_the_drawn_speakers() -> None:
    weights = bootstrap.draws(CLUSTERS, 20, seed=1)
    areas = bootstrap.auc(PAIRED, CLUSTERS, weights)
    rates = bootstrap.balanced_accuracy(PAIRED, CLUSTERS, weights)
    for i, times in enumerate(weights[:, CLUSTERS.speaker]):
        copied = PAIRED[np.repeat(np.arange(PAIRED.labels.size), times.astype(int))]
        assert areas.champion[i] == pytest.approx(roc_auc_score(copied.labels, copied.champion))
        assert areas.challenger[i] == pytest.approx(roc_auc_score(copied.labels, copied.challenger))
        assert rates.champion[i] == pytest.approx(balanced_accuracy_score(copied.labels, copied.champion_called))


def test_ties_count_as_a_half() -> None:
    tied = draw(Cohort(20, 2), np.random.default_rng(1)).paired
    scores = np.round(tied.champion, 1)
    clusters = Clusters.of(tied.labels, tied.speakers)
    once = np.ones((1, 20))
    found = bootstrap._areas(scores, clusters, once)
    assert found[0] == pytest.approx(roc_auc_score(tied.labels, scores))


def test_every_replicate_has_as_many_speakers_of_each_class() -> None:
    labels = np.array([False] * 3 + [True] * 5)
    weights = bootstrap.draws(Clusters.of(labels, np.arange(8).astype(str)), 500, seed=0)
    assert set(weights[:, ~labels].sum(axis=1)) == {3}
    assert set(weights[:, labels].sum(axis=1)) == {5}
    assert weights.mean(axis=0) == pytest.approx(1, abs=0.15)


def test_the_same_seed_draws_the_same() -> None:
    first, again = bootstrap.draws(CLUSTERS, 50, seed=3), bootstrap.draws(CLUSTERS, 50, seed=3)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, bootstrap.draws(CLUSTERS, 50, seed=4))


def test_its_spread_is_that_of_delong_with_many_speakers() -> None:
    paired = draw(Cohort(300, 2), np.random.default_rng(2)).paired
    clusters = Clusters.of(paired.labels, paired.speakers)
    champion, challenger = auc(paired)
    drawn = bootstrap.auc(paired, clusters, bootstrap.draws(clusters, 2000, seed=0))
    expected = over_speakers(challenger - champion, clusters).standard_error
    assert drawn.difference.std() == pytest.approx(expected, rel=0.06)

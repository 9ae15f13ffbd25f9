"""Policy, intervals and figures on numbers whose answer is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from registry.training import figures, intervals, policy, task_check

labelled = st.lists(
    st.tuples(st.floats(0.01, 0.99), st.booleans()), min_size=12, max_size=60
).filter(lambda pairs: 5 <= sum(ill for _, ill in pairs) <= len(pairs) - 5)  # fmt: skip


@given(labelled)
def test_at_most_a_fifth_of_each_class_gets_the_other_verdict(pairs: list[tuple[float, bool]]) -> None:
    probabilities = np.array([p for p, _ in pairs])
    ill = np.array([label for _, label in pairs])
    found = policy.policy_from(probabilities, ill)
    verdicts = policy.read(probabilities, found)
    if found.abstain_low < found.abstain_high:
        assert np.mean(verdicts[ill] < 0) <= policy.ERROR_SHARE
        assert np.mean(verdicts[~ill] > 0) <= policy.ERROR_SHARE


def test_classes_that_are_apart_leave_nothing_open() -> None:
    probabilities = np.concatenate([np.linspace(0.1, 0.3, 10), np.linspace(0.7, 0.9, 10)])
    ill = np.arange(20) >= 10
    found = policy.policy_from(probabilities, ill)
    assert found.abstain_low == found.threshold == found.abstain_high
    assert (policy.read(probabilities, found) == np.where(ill, 1, -1)).all()


def test_reading_agrees_with_the_domain() -> None:
    from speechscan.domain.quality import Quality
    from speechscan.domain.verdict import DecisionPolicy, Status, decide

    rule = DecisionPolicy(threshold=0.5, abstain_low=0.4, abstain_high=0.6)
    quality = Quality(duration_s=4, peak_dbfs=-6, clipping=0, speech_s=4, snr_db=30)
    names = {1.0: Status.DYSARTHRIC, -1.0: Status.HEALTHY, 0.0: Status.INCONCLUSIVE}
    for probability in (0.0, 0.4, math.nextafter(0.4, 1), 0.5, math.nextafter(0.6, 0), 0.6, 1.0):
        verdict = policy.read(np.array([probability]), rule)[0]
        assert decide(probability, familiar=True, quality=quality, policy=rule).status is names[verdict]


def test_auc_is_that_of_scikit_learn_and_nan_with_one_class() -> None:
    rng = np.random.default_rng(0)
    scores, labels = rng.integers(0, 9, 60).astype(float), rng.random(60) < 0.4
    assert figures.auc(scores, labels) == pytest.approx(roc_auc_score(labels, scores))
    assert math.isnan(figures.auc(scores, np.ones(60, bool)))


def test_an_interval_over_speakers_is_wider_than_one_over_their_clips() -> None:
    rng = np.random.default_rng(1)
    values = np.repeat(rng.normal(size=30), 5)
    by_speaker = intervals.over_speakers(lambda i: float(values[i].mean()), np.repeat(np.arange(30), 5).astype(str))
    by_clip = intervals.over_speakers(lambda i: float(values[i].mean()), np.arange(150).astype(str))
    assert by_speaker.value == by_clip.value
    assert by_speaker.high - by_speaker.low > 1.5 * (by_clip.high - by_clip.low)
    assert by_speaker.low < by_speaker.value < by_speaker.high


def test_distances_are_those_of_mahalanobis() -> None:
    rng = np.random.default_rng(2)
    known = rng.normal(size=(4000, 2)) * [1.0, 5.0] + [3.0, -2.0]
    mean, precision = task_check.fit(known)
    found = task_check.distances(np.array([[3.0, -2.0], [5.0, -2.0], [3.0, 8.0]]), mean, precision)
    assert found == pytest.approx([0.0, 2.0, 2.0], abs=0.15)


def test_a_speaker_does_not_vouch_for_its_own_clips() -> None:
    task = np.random.default_rng(3).normal(size=(40, 3))
    task[:2] += 100
    groups = np.array(["odd", "odd", *(str(i) for i in range(38))])
    assert task_check.cross_distances(task, groups)[:2].min() > 50

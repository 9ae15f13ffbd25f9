"""Conformal bounds, and how a probability is read."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.training import abstention, policy
from registry.training.policy import BadPolicy, Policy

COVERAGE = 0.8
labelled = st.lists(
    st.tuples(st.floats(0.01, 0.99), st.booleans(), st.integers(0, 14)), min_size=12, max_size=60
).map(lambda rows: [(p, ill, f"{ill}{who}") for p, ill, who in rows]).filter(
    lambda rows: all(sum(ill == label for _, ill, _ in rows) >= 3 for label in (True, False))
)  # fmt: skip
RULES = Policy(
    coverage=0.9, least_decided=0.8, familiar=0.95, min_speech_s=0.5, control_limit=0.7, running_speech_limit=0.05
)


@given(labelled)
def test_at_most_the_tolerated_share_of_a_class_gets_the_other_verdict(
    rows: list[tuple[float, bool, str]],
) -> None:
    probabilities, ill, who = (np.array(column) for column in zip(*rows, strict=True))
    found = abstention.bounds(probabilities, ill, who, COVERAGE)
    verdicts = abstention.read(probabilities, found)
    for label, wrong in ((True, -1.0), (False, 1.0)):
        shares = [np.mean(verdicts[(who == name)] == wrong) for name in np.unique(who[ill == label])]
        assert sum(shares) / (len(shares) + 1) <= 1 - COVERAGE + 1e-9


def test_the_promise_holds_for_a_speaker_to_come() -> None:
    """Of speakers with two alike clips each, drawn anew 400 times, the share that gets the wrong verdict."""
    rng = np.random.default_rng(5)
    wrong = []
    for _ in range(400):
        logits = rng.normal(size=31) + 0.7
        clips, who = np.repeat(logits, 2), np.repeat(np.arange(31), 2).astype(str)
        probabilities = 1 / (1 + np.exp(-np.concatenate([clips, rng.normal(size=60) - 0.7])))
        ill = np.arange(122) < 62
        groups = np.concatenate([who, [f"w{i}" for i in range(60)]])
        known = np.arange(122) >= 2  # the first ill speaker is the one to come
        found = abstention.bounds(probabilities[known], ill[known], groups[known], COVERAGE)
        wrong.append(abstention.read(probabilities[:1], found)[0] < 0)
    assert np.mean(wrong) == pytest.approx(0.19, abs=0.05)


def test_a_speaker_with_many_clips_has_one_vote() -> None:
    ill = np.array([True] * 20 + [False] * 20)
    groups = np.array([f"i{k}" for k in range(20)] + [f"w{k}" for k in range(20)])
    p = np.concatenate([np.linspace(0.3, 0.9, 20), np.linspace(0.1, 0.6, 20)])
    once = abstention.bounds(p, ill, groups, COVERAGE)
    repeated = np.concatenate([np.zeros(50, dtype=int), np.arange(40)])
    assert abstention.bounds(p[repeated], ill[repeated], groups[repeated], COVERAGE) == once


def test_classes_that_are_apart_leave_nothing_open() -> None:
    p = np.concatenate([np.linspace(0.1, 0.3, 10), np.linspace(0.7, 0.9, 10)])
    ill = np.arange(20) >= 10
    found = abstention.bounds(p, ill, np.arange(20).astype(str), COVERAGE)
    assert found.abstain_low == found.threshold == found.abstain_high
    assert (abstention.read(p, found) == np.where(ill, 1, -1)).all()


def test_reading_agrees_with_the_domain() -> None:
    from speechscan.domain.quality import Quality
    from speechscan.domain.verdict import DecisionPolicy, Status, decide

    quality = Quality(duration_s=4, peak_dbfs=-6, clipping=0, speech_s=4, snr_db=30)
    names = {1.0: Status.DYSARTHRIC, -1.0: Status.HEALTHY, 0.0: Status.INCONCLUSIVE}
    for rule in (DecisionPolicy(0.5, 0.4, 0.6), DecisionPolicy(0.5, 0.5, 0.5), DecisionPolicy(0.4, 0.4, 0.6)):
        for p in (0.0, 0.4, math.nextafter(0.4, 1), 0.5, math.nextafter(0.6, 0), 0.6, 1.0):
            verdict = abstention.read(np.array([p]), rule)[0]
            assert decide(p, familiar=True, quality=quality, policy=rule).status is names[verdict]


def test_coverage_gives_way_until_enough_clips_get_a_verdict() -> None:
    rng = np.random.default_rng(1)
    ill, groups = np.arange(60) < 30, np.arange(60).astype(str)
    p = 1 / (1 + np.exp(-(rng.normal(size=60) + np.where(ill, 0.6, -0.6))))
    everything = np.ones(60, dtype=bool)
    reached = abstention.reached_coverage(p, ill, groups, everything, RULES)
    assert 0.5 <= reached < RULES.coverage
    assert np.mean(abstention.cross_read(p, ill, groups, reached) != 0) >= RULES.least_decided
    assert np.mean(abstention.cross_read(p, ill, groups, round(reached + 0.01, 2)) != 0) < RULES.least_decided


def test_a_sound_model_keeps_the_coverage_that_was_asked() -> None:
    ill, groups = np.arange(60) < 30, np.arange(60).astype(str)
    p = np.where(ill, 0.9, 0.1) + np.linspace(0, 0.05, 60)
    assert abstention.reached_coverage(p, ill, groups, np.ones(60, dtype=bool), RULES) == RULES.coverage


def test_the_policy_of_the_project_is_sound() -> None:
    assert policy.read().least_decided >= 0.8


@pytest.mark.parametrize(
    "text",
    ["coverage: 0.4\n", "coverage: 0.9\n", "- 1\n", "a: [\n", None],
    ids=["low", "part", "list", "broken", "none"],
)
def test_a_policy_that_makes_no_sense_is_refused(text: str | None, tmp_path) -> None:
    path = tmp_path / "policy.yaml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(BadPolicy, match=r"policy\.yaml"):
        policy.read(path)

"""What is called drift, what is not, and what cannot be told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from regression.drift import comparison, policy
from regression.drift.comparison import Comparison, Outcome, overall
from regression.drift.judgement import compare
from regression.drift.policy import BadDriftPolicy, DriftPolicy
from regression.drift.sample import Sample
from tests.unit.regression.drift.people import sample

POLICY = policy.read().model_copy(update={"permutations": 299})


def judged(current: Sample, reference: Sample, asked: DriftPolicy = POLICY) -> Comparison:
    return compare("previous", current, reference, asked, seed=3)


def test_unchanged_people_are_rarely_called_drift() -> None:
    """40 comparisons at 1 %; three or more would have a chance of 0.7 %."""
    found = [judged(sample(150, 2 * i), sample(150, 2 * i + 1)).outcome for i in range(40)]
    assert found.count(Outcome.DRIFT) <= 2
    assert set(found) <= {Outcome.DRIFT, Outcome.NO_DRIFT}


def test_many_recordings_of_few_people_are_not_taken_for_many_people() -> None:
    """Of 25 people with 20 recordings each, the people's own spread alone moves every feature: as independent
    recordings these would be called drift again and again."""
    loose = POLICY.model_copy(update={"smallest_distance": 0.0, "smallest_category_distance": 0.0})
    pairs = [(sample(25, 2 * i, each=20), sample(25, 2 * i + 1, each=20)) for i in range(12)]
    assert [judged(*pair, loose).outcome for pair in pairs].count(Outcome.DRIFT) <= 1
    apart = [(alone(one), alone(other)) for one, other in pairs]
    assert [judged(*pair, loose).outcome for pair in apart].count(Outcome.DRIFT) >= 10


def alone(people: Sample) -> Sample:
    return replace(people, people=np.arange(len(people)))


@pytest.mark.parametrize("feature", ["jitter_local", "bandwidth_hz", "probability"])
def test_what_moved_is_named(feature: str) -> None:
    found = judged(sample(200, 1, **{feature: 0.8}), sample(200, 2))
    assert found.outcome is Outcome.DRIFT
    assert [one.feature for one in found.drifted] == [feature]
    (moved,) = found.drifted
    assert moved.distance == pytest.approx(0.8, abs=0.2)
    assert moved.current - moved.reference == pytest.approx(0.8, abs=0.3)
    assert feature in found.sentence
    assert found.summary()["scores"][feature] == round(moved.distance, 4)


def test_another_mix_of_formats_is_drift() -> None:
    changed = sample(200, 1)
    mixed = np.random.default_rng(0).choice(["wav", "webm", "m4a"], 200, p=[0.3, 0.3, 0.4])
    changed = replace(changed, columns={**changed.columns, "format": mixed})
    found = judged(changed, sample(200, 2))
    assert [one.feature for one in found.drifted] == ["format"]


def test_a_difference_that_is_certain_but_too_small_to_matter_is_no_drift() -> None:
    asked = POLICY.model_copy(update={"smallest_distance": 0.3})
    found = judged(sample(1500, 1, hnr_db=0.2), sample(1500, 2), asked)
    (moved,) = [one for one in found.features if one.feature == "hnr_db"]
    assert moved.p <= POLICY.alpha
    assert not moved.drifted
    assert found.outcome is Outcome.NO_DRIFT


@pytest.mark.parametrize(
    ("current", "reference", "said"),
    [
        (sample(49, 1), sample(200, 2), "The window has 49 recordings"),
        (sample(200, 1), sample(30, 2), "What it is compared with has 30 recordings"),
        (sample(5, 1, each=20), sample(200, 2), "The window has 5 people"),
    ],
    ids=["window", "reference", "people"],
)
def test_too_few_is_never_called_no_drift(current: Sample, reference: Sample, said: str) -> None:
    found = judged(current, reference)
    assert found.outcome is Outcome.TOO_FEW
    assert said in found.sentence
    assert found.features == ()


def test_a_feature_that_hardly_any_recording_has_is_not_judged() -> None:
    current, reference = sample(100, 1), sample(100, 2)
    rare = np.where(np.arange(100) < 20, 9.0, np.nan)
    found = judged(replace(current, columns={**current.columns, "speech_rate": rare}), reference)
    assert "speech_rate" in found.not_judged
    assert found.outcome is Outcome.NO_DRIFT


def test_without_a_feature_that_both_sides_have_nothing_is_told() -> None:
    current, reference = sample(100, 1), sample(100, 2)
    empty = {name: np.full(100, "" if column.dtype.kind == "U" else np.nan) for name, column in current.columns.items()}
    found = judged(replace(current, columns=empty), reference)
    assert found.outcome is Outcome.TOO_FEW
    assert "No feature has 25 values" in found.sentence


def test_the_same_seed_gives_the_same_answer() -> None:
    sides = sample(80, 1, hnr_db=0.5), sample(80, 2)
    assert judged(*sides) == judged(*sides)


@pytest.mark.parametrize(
    ("outcomes", "whole"),
    [
        ("no_drift no_drift", "no_drift"),
        ("no_drift too_few", "too_few"),
        ("drift too_few", "drift"),
        ("not_compared no_drift", "not_compared"),
        ("not_compared drift", "drift"),
    ],
)
def test_no_drift_only_if_every_comparison_found_none(outcomes: str, whole: str) -> None:
    assert overall(tuple(Comparison("x", Outcome(one), "") for one in outcomes.split())) == whole


def test_what_could_not_be_compared_says_why() -> None:
    told = comparison.not_compared("training", "Version 3 has no training profile.").summary()
    assert told["outcome"] == "not_compared"
    assert told["sentence"] == "Version 3 has no training profile."


@pytest.mark.parametrize(
    "line", ["alpha: 0", "on_drift: {training: panic}", "colour: red", "least_jobs: 3", "version: 2"]
)
def test_a_policy_that_makes_no_sense_is_refused(line: str, tmp_path: Path) -> None:
    name = line.split(":")[0]
    kept = [other for other in policy.FILE.read_text().splitlines() if not other.startswith(f"{name}:")]
    (tmp_path / "policy.yaml").write_text("\n".join([*kept, line]) if name != "on_drift" else line)
    with pytest.raises(BadDriftPolicy, match=r"policy\.yaml is not a sound policy"):
        policy.read(tmp_path / "policy.yaml")

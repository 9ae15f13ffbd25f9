"""The checks that need no champion's accuracy: phantoms, served answers, cost."""

from __future__ import annotations

import pytest

from regression.gate.check import Outcome
from regression.gate.checks import cost, phantoms, served
from regression.gate.checks.cost import Times
from regression.gate.checks.served import Answers
from regression.gate.policy import Policy
from regression.phantoms import CATALOGUE
from regression.phantoms.expected import expectations, expected
from regression.scored import Scored
from speechscan.domain.verdict import Status
from tests.scored_clips import clip, said

TREMOR = "synthetic-vowel-a-150hz-f0-tremor-5hz-6pct"
TRAIN = "synthetic-syllables-takapikatu-130hz-phrases"
CLIPS = [clip(number) for number in range(6)]


def measured(**changes: float | None) -> list[Scored]:
    """The truth of two phantoms, but for what is changed; None leaves a measurement out."""
    found = []
    for name in (TREMOR, TRAIN):
        values = {key: value for key, value in {**expected(name), **changes}.items() if value is not None}
        found.append(said(clip(1, phantom=name), 0.5, **values))
    return found


def test_the_truth_passes(rules: Policy) -> None:
    check = phantoms.check(measured(), rules.phantoms)
    assert (check.outcome, check.reasons) == (Outcome.PASS, ())
    assert check.figures["readings"] == len(expected(TREMOR)) + len(expected(TRAIN)) > 8


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("f0_hz", 153.0, f"f0_hz of {TREMOR} is measured as 153"),
        ("f0_tremor_hz", None, f"f0_tremor_hz of {TREMOR} is not measured; the truth is 5"),
        ("speech_rate", 9.0, f"speech_rate of {TRAIN} is measured as 9"),
    ],
)
def test_a_measurement_that_is_off_fails(rules: Policy, name: str, value: float | None, words: str) -> None:
    check = phantoms.check(measured(**{name: value}), rules.phantoms)
    assert check.outcome is Outcome.FAIL
    assert any(words in reason for reason in check.reasons)
    assert all(reading["measurement"] == name for reading in check.figures["off"])


def test_what_the_truth_is_not_of_is_not_asked_for() -> None:
    noisy = expectations(CATALOGUE["synthetic-vowel-a-150hz-breath-100pct"].voice().truth)
    assert set(noisy) == {"f0_hz"}
    rough = expectations(CATALOGUE["synthetic-vowel-a-150hz-jitter-4pct"].voice().truth)
    assert "hnr_db" not in rough
    assert "speech_rate" not in rough


def answers(alone: float = 0.0, batched: float = 0.0, status: Status | None = None) -> Answers:
    offline, one, many = ([said(each, 0.3 + shift) for each in CLIPS] for shift in (0.0, alone, batched))
    if status is not None:
        many[0] = said(CLIPS[0], 0.3, status)
    return Answers(offline, one, many)


def test_equal_answers_pass(rules: Policy) -> None:
    check = served.check(answers(alone=1e-7), rules.served)
    assert (check.outcome, check.reasons) == (Outcome.PASS, ())


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (answers(alone=1e-3), "Sent alone, a clip's probability differs by 0.001"),
        (answers(batched=1e-3), "Sent in a batch, a clip's probability differs by 0.001"),
        (answers(status=Status.DYSARTHRIC), "Sent in a batch, 1 of 6 clips get another verdict"),
    ],
)
def test_a_service_that_says_something_else_fails(rules: Policy, given: Answers, words: str) -> None:
    check = served.check(given, rules.served)
    assert check.outcome is Outcome.FAIL
    assert words in " ".join(check.reasons)


def test_without_a_service_the_policy_decides(rules: Policy) -> None:
    assert served.unasked(rules.served).outcome is Outcome.INCONCLUSIVE
    lenient = rules.served.model_copy(update={"required": False})
    assert served.unasked(lenient).outcome is Outcome.PASS


def test_one_slow_clip_is_no_slow_model(rules: Policy) -> None:
    check = cost.check(Times([10.0] * 9, [10.0] * 8 + [500.0]), 1_000_000, 1_000_000, rules.cost)
    assert (check.outcome, check.reasons) == (Outcome.PASS, ())


def test_a_slower_or_larger_model_fails(rules: Policy) -> None:
    slow = cost.check(Times([10.0] * 9, [20.0] * 9), 1_000_000, 1_000_000, rules.cost)
    assert slow.outcome is Outcome.FAIL
    assert "2.00 times as long" in slow.reasons[0]
    large = cost.check(Times([10.0] * 9, [10.0] * 9), 9_000_000_000, 1_000_000, rules.cost)
    assert "9000 MB; 1500 MB are allowed" in large.reasons[0]


def test_times_are_compared_with_a_champion_only() -> None:
    assert cost.alone(5).outcome is Outcome.INCONCLUSIVE

"""The checks that compare with the champion: accuracy, subgroups, calibration."""

from __future__ import annotations

import numpy as np

from regression.gate.check import Outcome
from regression.gate.checks import accuracy, calibration, subgroups
from regression.gate.policy import Policy
from speechscan.domain.verdict import Status
from tests.scored_clips import duel, logits, people, said

HUNDRED = people(100)
CHAMPION = logits(HUNDRED)
SISTER = logits(HUNDRED, seed=7)
FEMALE = np.array([one.sex == "f" for one in HUNDRED])
MADE = np.random.default_rng(5).standard_normal(len(HUNDRED))


def test_an_equal_challenger_passes_every_comparison(rules: Policy) -> None:
    found = duel(HUNDRED, CHAMPION, SISTER)
    for module in (accuracy, subgroups, calibration):
        check = module.check(found, rules, 0)
        assert (check.outcome, check.reasons) == (Outcome.PASS, ())
        assert check.reference == "made@1"


def test_a_worse_challenger_fails_and_is_told_by_how_much(rules: Policy) -> None:
    check = accuracy.check(duel(HUNDRED, CHAMPION, logits(HUNDRED, effect=0.5)), rules, 0)
    assert check.outcome is Outcome.FAIL
    assert any("AUC went from" in reason for reason in check.reasons)


def test_of_few_people_nothing_can_be_told_and_the_number_is_named(rules: Policy) -> None:
    few = people(16)
    check = accuracy.check(duel(few, logits(few), logits(few, seed=7)), rules, 0)
    assert check.outcome is Outcome.INCONCLUSIVE
    assert "8 healthy and 8 dysarthric" in " ".join(check.reasons)
    assert calibration.check(duel(few, logits(few), logits(few, seed=7)), rules, 0).outcome is Outcome.INCONCLUSIVE


def test_superiority_is_asked_for_by_the_policy(rules: Policy) -> None:
    asked = rules.model_copy(update={"accuracy": rules.accuracy.model_copy(update={"superiority": True})})
    weak = logits(HUNDRED, effect=1.5)
    equal, better = duel(HUNDRED, CHAMPION, SISTER), duel(HUNDRED, weak, logits(HUNDRED, effect=8.0))
    assert accuracy.check(equal, asked, 0).outcome is Outcome.INCONCLUSIVE
    assert accuracy.check(better, asked, 0).outcome is Outcome.PASS


def test_a_challenger_that_is_spoilt_for_women_fails_by_that_group(rules: Policy) -> None:
    spoilt = np.where(FEMALE, MADE, SISTER)
    check = subgroups.check(duel(HUNDRED, CHAMPION, spoilt), rules, 0)
    assert check.outcome is Outcome.FAIL
    assert any(reason.startswith("sex f: ") for reason in check.reasons)
    assert not any(reason.startswith("sex m: ") for reason in check.reasons)


def test_groups_that_are_too_small_are_told_and_not_judged(rules: Policy) -> None:
    few = people(24)
    check = subgroups.check(duel(few, logits(few), logits(few, seed=7)), rules, 0)
    assert {group["value"]: group["outcome"] for group in check.figures["groups"]} == {"f": None, "m": None}


def test_without_any_group_to_judge_it_cannot_be_told(rules: Policy) -> None:
    few = people(8)
    check = subgroups.check(duel(few, logits(few), logits(few)), rules, 0)
    assert check.outcome is Outcome.INCONCLUSIVE
    assert "10 speakers of each class" in check.reasons[0]


def test_a_policy_without_dimensions_asks_for_no_group(rules: Policy) -> None:
    none = rules.model_copy(update={"subgroups": rules.subgroups.model_copy(update={"dimensions": ()})})
    assert subgroups.check(duel(HUNDRED, CHAMPION, SISTER), none, 0).outcome is Outcome.PASS


def test_probabilities_that_are_no_longer_meant_fail(rules: Policy) -> None:
    modest = logits(HUNDRED, effect=1.2)
    check = calibration.check(duel(HUNDRED, modest, 12 * modest), rules, 0)
    assert check.outcome is Outcome.FAIL
    assert any("Brier" in reason for reason in check.reasons)
    assert check.figures["brier"]["difference"]["low"] > 0


def test_a_challenger_that_hardly_decides_any_more_fails(rules: Policy) -> None:
    found = duel(HUNDRED, CHAMPION, CHAMPION)
    silent = [
        said(one.clip, one.probability, Status.INCONCLUSIVE if place % 2 else one.status)
        for place, one in enumerate(found.challenger)
    ]
    check = calibration.check(type(found)(found.reference, found.champion, silent, found.thresholds), rules, 0)
    assert check.outcome is Outcome.FAIL
    assert any("without a verdict" in reason for reason in check.reasons)
    assert any("get a verdict" in reason for reason in check.reasons)


def test_poor_recordings_are_no_fault_of_the_challenger(rules: Policy) -> None:
    found = duel(HUNDRED, CHAMPION, CHAMPION)
    poor = [said(one.clip, one.probability, Status.INCONCLUSIVE) for one in found.champion[:250]]
    sides = [[*poor, *side[250:]] for side in (found.champion, found.challenger)]
    assert len(poor) == 200
    check = calibration.check(type(found)(found.reference, *sides, found.thresholds), rules, 0)
    assert check.outcome is Outcome.PASS


def test_a_challenger_that_errs_on_women_widens_the_gap(rules: Policy) -> None:
    many = people(200)
    female = np.array([one.sex == "f" for one in many])
    champion = logits(many)
    turned = np.where(female & (np.arange(len(many)) % 4 < 2), -champion, champion)
    check = calibration.check(duel(many, champion, turned), rules, 0)
    assert check.outcome is Outcome.FAIL
    assert any("Women's and men's" in reason for reason in check.reasons)
    assert check.figures["sex_gap"]["challenger"] > check.figures["sex_gap"]["champion"]

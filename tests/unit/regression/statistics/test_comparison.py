"""The verdict on cohorts of known truth."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from regression.gate.check import Outcome
from regression.simulation.cohort import Cohort, draw
from regression.statistics.comparison import Rules, compare
from regression.statistics.difference import judged
from regression.statistics.paired import Paired

RULES = Rules()
BETTER = draw(Cohort(200, 2, 0.80, 0.90), np.random.default_rng(0)).paired
WORSE = draw(Cohort(200, 2, 0.90, 0.75), np.random.default_rng(0)).paired
FEW = draw(Cohort(40, 1, 0.85, 0.85), np.random.default_rng(0)).paired


def swapped(paired: Paired) -> Paired:
    return Paired(
        paired.labels,
        paired.speakers,
        champion=paired.challenger,
        challenger=paired.champion,
        champion_called=paired.challenger_called,
        challenger_called=paired.champion_called,
    )


def unchanged(paired: Paired) -> Paired:
    return replace(paired, challenger=paired.champion, challenger_called=paired.champion_called)


@pytest.mark.parametrize(
    ("value", "lower", "upper", "expected"),
    [
        (0.00, -0.04, 0.04, Outcome.PASS),
        (-0.04, -0.049, -0.03, Outcome.PASS),  # worse, but shown to be within the margin
        (-0.01, -0.06, 0.04, Outcome.INCONCLUSIVE),
        (-0.06, -0.12, 0.01, Outcome.INCONCLUSIVE),  # beyond the margin, but perhaps by chance
        (-0.06, -0.10, -0.01, Outcome.FAIL),
        (-0.04, -0.07, -0.01, Outcome.INCONCLUSIVE),  # shown to be worse, perhaps within the margin
    ],
)
def test_the_rule(value: float, lower: float, upper: float, expected: Outcome) -> None:
    assert judged(value, lower, upper, margin=0.05) is expected


def test_a_better_challenger_passes_and_needs_no_reason() -> None:
    found = compare(BETTER, RULES)
    assert (found.outcome, found.reasons, found.speakers_needed) == (Outcome.PASS, (), None)


def test_a_worse_challenger_fails_and_the_reasons_say_by_how_much() -> None:
    found = compare(WORSE, RULES)
    assert found.outcome is Outcome.FAIL
    assert found.auc is not None
    assert f"worse by {-found.auc.value:.3f}" in found.reasons[0]
    assert "McNemar" in found.reasons[-1]
    assert found.mcnemar_speakers.champion_better > found.mcnemar_speakers.challenger_better


def test_with_few_speakers_it_says_how_many_would_tell() -> None:
    found = compare(FEW, RULES)
    assert found.outcome is Outcome.INCONCLUSIVE
    assert found.speakers_needed is not None
    assert found.speakers_needed > 40
    assert f"about {found.speakers_needed} would be needed, there are 40" in found.reasons[-1]


def test_below_the_least_number_nothing_is_judged_however_bad() -> None:
    chosen = np.isin(WORSE.speakers, [f"s{n}" for n in range(18)])
    found = compare(WORSE[chosen], RULES)
    assert found.outcome is Outcome.INCONCLUSIVE
    assert "9 healthy and 9 dysarthric" in found.reasons[0]


@pytest.mark.parametrize("dysarthric", [0, 1])
def test_without_two_speakers_of_a_class_there_is_no_figure(dysarthric: int) -> None:
    ill = np.isin(FEW.speakers, [f"s{2 * n + 1}" for n in range(dysarthric)])
    found = compare(FEW[~FEW.labels | ill], RULES)
    assert (found.outcome, found.auc, found.speakers_needed) == (Outcome.INCONCLUSIVE, None, None)
    assert found.reasons
    json.dumps(found.document())


@pytest.mark.parametrize(("speakers", "expected"), [(40, Outcome.INCONCLUSIVE), (60, Outcome.PASS)])
def test_even_the_same_scores_need_speakers_to_pass(speakers: int, expected: Outcome) -> None:
    """That 20 of a class were judged alike does not show that 5 % are not judged otherwise."""
    paired = unchanged(draw(Cohort(speakers, 1), np.random.default_rng(0)).paired)
    found = compare(paired, RULES)
    assert found.outcome is expected
    assert found.auc is not None
    assert (found.auc.value, found.auc.p) == (0.0, 1.0)
    assert (found.auc.delong.low, found.auc.delong.high) == (0.0, 0.0)
    if expected is Outcome.INCONCLUSIVE:
        assert found.speakers_needed is not None
        assert 40 < found.speakers_needed <= 60


def test_exchanging_the_versions_changes_the_sign_only() -> None:
    there, back = compare(WORSE, RULES), compare(swapped(WORSE), RULES)
    assert there.auc is not None
    assert back.auc is not None
    assert there.auc.value == pytest.approx(-back.auc.value)
    assert there.auc.p == pytest.approx(back.auc.p)
    assert there.mcnemar_clips.champion_better == back.mcnemar_clips.challenger_better
    assert back.outcome is Outcome.PASS


def test_the_order_of_the_clips_and_the_names_of_the_speakers_do_not_matter() -> None:
    found = compare(WORSE, RULES)
    assert found == compare(WORSE, RULES)
    shuffled = np.random.default_rng(1).permutation(WORSE.labels.size)
    again = compare(WORSE[shuffled], RULES)
    assert found.auc is not None
    assert again.auc is not None
    for wanted in ("value", "lower", "upper", "p"):
        assert getattr(again.auc, wanted) == pytest.approx(getattr(found.auc, wanted))
    assert again.reasons == found.reasons
    renamed = replace(WORSE, speakers=np.char.add("x", WORSE.speakers))
    assert compare(renamed, RULES) == found


def test_an_equal_challenger_is_not_superior() -> None:
    same = draw(Cohort(300, 4, 0.85, 0.85), np.random.default_rng(3)).paired
    assert compare(same, RULES).outcome is Outcome.PASS
    found = compare(same, replace(RULES, superiority=True))
    assert found.outcome is Outcome.INCONCLUSIVE
    assert "not shown to be higher" in found.reasons[0]
    assert compare(BETTER, replace(RULES, superiority=True)).outcome is Outcome.PASS


def test_a_wider_margin_asks_for_fewer_speakers() -> None:
    narrow, wide = compare(FEW, RULES), compare(FEW, replace(RULES, margin_auc=0.1, margin_balanced_accuracy=0.1))
    assert narrow.speakers_needed is not None
    assert wide.speakers_needed is not None
    assert wide.speakers_needed < narrow.speakers_needed / 2


def test_with_the_speakers_asked_for_an_equal_challenger_mostly_passes() -> None:
    """The number rests on one cohort's spread, here a large one's. The power holds for the figure that needs more, so
    for both together it is a little lower."""
    pilot = compare(draw(Cohort(400, 2), np.random.default_rng(5)).paired, replace(RULES, margin_auc=0.04))
    assert pilot.auc is not None
    assert pilot.balanced_accuracy is not None
    needed = pilot.balanced_accuracy.needed
    assert needed is not None
    rng = np.random.default_rng(6)
    trials = [compare(draw(Cohort(needed, 2), rng).paired, RULES).balanced_accuracy for _ in range(150)]
    passed = np.mean([trial is not None and trial.outcome is Outcome.PASS for trial in trials])
    assert 0.70 < passed < 0.90  # 0.8 with a Monte-Carlo error of 0.03


def test_the_document_is_json_and_holds_the_figures() -> None:
    told = json.loads(json.dumps(compare(WORSE, RULES).document()))
    assert told["outcome"] == "fail"
    assert told["speakers"] == {"healthy": 100, "dysarthric": 100}
    assert told["auc"]["difference"]["low"] < told["auc"]["difference"]["value"] < told["auc"]["difference"]["high"]
    assert told["mcnemar"]["speakers"]["p"] < 0.05

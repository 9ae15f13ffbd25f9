from __future__ import annotations

import json

import numpy as np

from regression.gate.check import Outcome
from regression.simulation.cohort import Cohort, draw
from regression.statistics.comparison import Rules
from regression.statistics.subgroups import Subgroup, judge

RULES = Rules()
SPOILT = draw(Cohort(200, 4, women=(0.6, 0.5)), np.random.default_rng(0))
EQUAL = draw(Cohort(400, 4), np.random.default_rng(1))


def by_value(groups: list[Subgroup]) -> dict[str, Subgroup]:
    return {group.value: group for group in groups}


def test_a_challenger_spoilt_for_women_fails_for_women_only() -> None:
    found = by_value(judge(SPOILT.paired, {"sex": SPOILT.sex}, RULES))
    assert found["female"].outcome is Outcome.FAIL
    assert "fell by" in found["female"].reason
    assert found["male"].outcome is Outcome.PASS


def test_an_equal_challenger_passes_and_with_enough_speakers_is_shown_to_be_no_worse() -> None:
    for group in judge(EQUAL.paired, {"sex": EQUAL.sex}, RULES):
        assert group.outcome is Outcome.PASS
        assert group.reason == "Shown to be no worse."
        assert group.difference is not None
        assert group.difference.low < 0 < group.difference.high


def test_with_few_speakers_a_pass_says_that_nothing_was_shown() -> None:
    sample = draw(Cohort(60, 1), np.random.default_rng(2))
    found = judge(sample.paired, {"sex": sample.sex}, RULES)
    assert {group.outcome for group in found} == {Outcome.PASS}
    assert all(group.reason.startswith("Not shown to be worse. Not shown to be within 0.05") for group in found)


def test_small_groups_and_those_of_one_class_are_reported_and_not_judged() -> None:
    paired = SPOILT.paired
    corpus = np.where(paired.speakers < "s11", "small", np.where(paired.labels, "ill only", ""))
    found = by_value(judge(paired, {"corpus": corpus}, RULES))
    assert set(found) == {"small", "ill only"}  # the unknown are no group
    for group in found.values():
        assert (group.outcome, group.p_holm) == (None, None)
        assert group.reason.startswith("Not judged")
    assert found["small"].difference is not None
    assert found["ill only"].difference is None
    assert found["ill only"].speakers[0] == 0


def test_more_groups_make_the_same_finding_weaker() -> None:
    alone = by_value(judge(SPOILT.paired, {"sex": SPOILT.sex}, RULES))["female"].p_holm
    noise = np.random.default_rng(0).choice(list("abcde"), SPOILT.sex.size)
    among = by_value(judge(SPOILT.paired, {"sex": SPOILT.sex, "noise": noise}, RULES))["female"].p_holm
    assert alone is not None
    assert among is not None
    assert alone < among


def test_groups_that_are_not_judged_cost_the_others_nothing() -> None:
    alone = judge(SPOILT.paired, {"sex": SPOILT.sex}, RULES)
    rare = np.where(SPOILT.paired.speakers == "s1", "rare", "")
    assert judge(SPOILT.paired, {"rare": rare, "sex": SPOILT.sex}, RULES)[1:] == alone


def test_no_group_no_verdict() -> None:
    assert judge(EQUAL.paired, {"sex": np.full(EQUAL.sex.size, "")}, RULES) == []


def test_the_document_is_json() -> None:
    for group in judge(SPOILT.paired, {"sex": SPOILT.sex}, RULES):
        told = json.loads(json.dumps(group.document()))
        assert told["outcome"] in {"pass", "fail"}
        assert told["difference"]["low"] < told["difference"]["high"]

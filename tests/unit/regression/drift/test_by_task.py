"""Each task by itself: another mix of tasks is not taken for other people, and all together err no more often."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from regression.drift import by_task, judgement, policy
from regression.drift.comparison import WHOLE, Comparison, Outcome, overall
from regression.drift.features import TASK
from regression.drift.sample import Sample
from tests.unit.regression.drift.people import sample

POLICY = policy.read().model_copy(update={"permutations": 399})
VOWEL, WORD, RARE = "sustained_vowel_a", "word", "letter"


def spoken(people: int, seed: int, shares: dict[str, float], **shift: float) -> Sample:
    """shares: of the tasks. shift: `task__feature` -> what is added to the feature in the task's recordings."""
    made = sample(people, seed)
    tasks = np.random.default_rng((seed, 9)).choice(list(shares), people, p=list(shares.values()))
    columns = {**made.columns, TASK: tasks}
    for where, added in shift.items():
        task, name = where.split("__")
        columns[name] = columns[name] + added * (tasks == task)
    return replace(made, columns=columns)


def judged(current: Sample, reference: Sample, asked: policy.DriftPolicy = POLICY) -> Comparison:
    return by_task.compare("previous", current, reference, asked, seed=3)


def told(found: Comparison) -> dict[str, str]:
    return {one.task: one.outcome.value for one in (found, *found.tasks)}


HALVES = {VOWEL: 0.5, WORD: 0.5}


def test_unchanged_people_are_rarely_called_drift_in_any_task() -> None:
    """40 windows at 1 % for whole and tasks together; three or more would have a chance of 0.7 %."""
    found = [judged(spoken(150, 2 * i, HALVES), spoken(150, 2 * i + 1, HALVES)) for i in range(40)]
    assert all(told(one).keys() == {WHOLE, VOWEL, WORD} for one in found)
    assert sum(bool(one.found) for one in found) <= 2


def test_another_mix_moves_the_whole_and_no_task() -> None:
    """Words are less periodic than vowels. The rarer a task has become the more unequal are its two sides, and for
    that alone it must not be called drift."""
    unlike = {f"{WORD}__hnr_db": -2.0, f"{WORD}__voiced_fraction": -2.0}
    found = [
        judged(
            spoken(300, 2 * i, {VOWEL: 0.2, WORD: 0.8}, **unlike),
            spoken(300, 2 * i + 1, {VOWEL: 0.8, WORD: 0.2}, **unlike),
        )
        for i in range(15)
    ]
    assert all({"hnr_db", "voiced_fraction", TASK} <= {one.feature for one in whole.drifted} for whole in found)
    assert sum(bool(whole.drifted_tasks) for whole in found) <= 1


def test_what_moved_in_one_task_is_named_there() -> None:
    found = judged(spoken(300, 1, HALVES, word__jitter_local=1.0), spoken(300, 2, HALVES))
    assert (told(found)[WORD], told(found)[VOWEL]) == ("drift", "no_drift")
    (word,) = found.drifted_tasks
    assert [one.feature for one in word.drifted] == ["jitter_local"]
    assert word.title == "Against previous, word"
    assert found.summary()["tasks"][WORD]["drifted"] == ["jitter_local"]
    assert overall((found,)) is Outcome.DRIFT


def test_what_the_whole_does_not_show_a_task_may() -> None:
    """Opposite changes of two tasks cancel out in the middle; here the whole is not asked at all."""
    found = judged(spoken(300, 1, HALVES, word__jitter_local=1.0), spoken(300, 2, HALVES))
    hidden = replace(found, outcome=Outcome.NO_DRIFT)
    assert hidden.found == found.drifted_tasks
    assert overall((hidden,)) is Outcome.DRIFT


def test_a_rare_task_is_too_few_and_the_whole_is_still_judged() -> None:
    shares = {VOWEL: 0.9, RARE: 0.1}
    found = judged(spoken(150, 1, shares), spoken(150, 2, shares))
    assert told(found) == {WHOLE: "no_drift", VOWEL: "no_drift", RARE: "too_few"}
    (rare,) = (one for one in found.tasks if one.task == RARE)
    assert "with fewer than 30 nothing can be told" in rare.sentence
    assert overall((found,)) is Outcome.NO_DRIFT


def test_a_task_that_is_new_has_nothing_to_be_compared_with() -> None:
    found = judged(spoken(150, 1, HALVES), spoken(150, 2, {VOWEL: 1.0}))
    assert told(found)[WORD] == "too_few"
    assert TASK in [one.feature for one in found.drifted]


@pytest.mark.parametrize("task", [VOWEL, ""], ids=["one task", "nobody said"])
def test_where_all_recordings_are_alike_there_is_the_whole_only(task: str) -> None:
    sides = spoken(100, 1, {task: 1.0}), spoken(100, 2, {task: 1.0})
    assert judged(*sides) == judgement.compare("previous", *sides, POLICY, seed=3)


def test_too_few_recordings_have_no_tasks() -> None:
    found = judged(spoken(40, 1, HALVES), spoken(150, 2, HALVES))
    assert told(found) == {WHOLE: "too_few"}


def test_half_of_alpha_is_the_wholes_and_the_tasks_share_the_other() -> None:
    sides = spoken(200, 1, {VOWEL: 0.5, WORD: 0.4, RARE: 0.1}), spoken(200, 2, {VOWEL: 0.5, WORD: 0.4, RARE: 0.1})
    found = judged(*sides)
    alone = judgement.compare("previous", *sides, POLICY, seed=3)
    assert [one.p for one in found.features] == [min(1.0, 2 * one.p) for one in alone.features]
    words = tuple(by_task.of_task(side, WORD) for side in sides)
    rules = POLICY.model_copy(update={"least_jobs": POLICY.least_jobs_of_task})
    alone = judgement.compare("previous", *words, rules, seed=3, task=WORD)
    (word,) = (one for one in found.tasks if one.task == WORD)
    # Two of the three tasks can be judged: a quarter each.
    assert [one.p for one in word.features] == [min(1.0, 4 * one.p) for one in alone.features]
    assert TASK not in [one.feature for one in word.features]


def test_however_many_tasks_there_are_one_of_them_can_be_found() -> None:
    """By 99 permutations no p-value is below 0.01, of which a task has a small part."""
    shares = {f"digit_{n}": 0.125 for n in range(8)}
    few = POLICY.model_copy(update={"permutations": 99})
    found = judged(spoken(600, 1, shares, digit_3__hnr_db=2.5), spoken(600, 2, shares), few)
    assert [one.task for one in found.drifted_tasks] == ["digit_3"]

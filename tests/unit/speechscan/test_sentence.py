"""Sentences that remember what they say."""

from __future__ import annotations

import copy
import json
import pickle

import numpy as np
import pytest

from speechscan.domain.sentence import Sentence, Wording, all_said, said_of, stored

FAR = Wording("far", "{what} is {by:.1f} away")
SEVERAL = Wording("several", "Of {number}: {which}")


def test_words_come_from_the_figures() -> None:
    told = FAR(what="It", by=1.26)
    assert told == "It is 1.3 away"
    assert said_of(told) == {"name": "far", "figures": {"what": "It", "by": 1.26}}


def test_sentences_and_names_within_a_sentence() -> None:
    parts = [FAR(what="a", by=1.0), FAR(what="b", by=2.0)]
    assert SEVERAL(number=2, which=parts) == "Of 2: a is 1.0 away; b is 2.0 away"
    assert SEVERAL(number=2, which=["a", "b"]) == "Of 2: a, b"
    whole = FAR(what=parts[0], by=3.0)
    assert whole == "a is 1.0 away is 3.0 away"
    assert whole.said["figures"]["what"] == parts[0].said
    assert SEVERAL(number=2, which=parts).said["figures"]["which"] == all_said(parts)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), None])
def test_what_json_cannot_say_is_nothing(number: float | None) -> None:
    assert Sentence("x", "n", {"a": number}).said["figures"] == {"a": None}


def test_numbers_of_numpy_are_numbers() -> None:
    told = Sentence("x", "n", {"a": np.int64(3), "b": np.float64(0.5), "c": np.float32(0.5)}).said
    assert json.loads(json.dumps(told)) == {"name": "n", "figures": {"a": 3, "b": 0.5, "c": 0.5}}


def test_plain_words_say_no_more_than_that() -> None:
    assert all_said(["typed by a person", Sentence("no wording")]) == [None, None]


def test_what_was_stored_is_read_with_its_words() -> None:
    told = FAR(what="It", by=1.26)
    assert said_of(stored(str(told), told.said)) == told.said
    whole = SEVERAL(number=1, which=[told])
    assert said_of(stored(str(whole), whole.said)) == whole.said
    nested = FAR(what=told, by=3.0)
    assert said_of(stored(str(nested), nested.said)) == nested.said
    assert type(stored("old", None)) is str


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])  # noqa: S301
def test_a_copy_remembers_too(copied) -> None:
    """Results of tasks and documents made with `dataclasses.asdict` are copies."""
    told = copied(FAR(what="It", by=1.26))
    assert (told, told.said) == (FAR(what="It", by=1.26), FAR(what="It", by=1.26).said)

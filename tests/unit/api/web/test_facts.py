from __future__ import annotations

from datetime import UTC, datetime

from api.web.facts import arranged


def test_what_is_said_comes_first_and_what_has_parts_last():
    summary = {"scores": {"b": 1, "a": 2}, "jobs": 3, "to": "x", "from": "y", "sentence": "s", "outcome": "drift"}

    found = arranged(summary)

    assert list(found) == ["outcome", "sentence", "from", "to", "jobs", "scores"]
    assert list(found["scores"]) == ["a", "b"]


def test_what_the_sentences_say_is_left_out():
    told = {"sentence": "s", "said": {"name": "n", "figures": {}}, "reasons": ["r"], "reasons_said": [None]}

    assert arranged({"against": told}) == {"against": {"sentence": "s", "reasons": ["r"]}}


def test_times_and_numbers_are_made_readable():
    found = arranged(
        {"a": "2026-11-20T00:00:00+00:00", "b": "2026-11-20", "c": "412", "d": 0.123456, "e": float("nan")}
    )

    assert found == {"a": datetime(2026, 11, 20, tzinfo=UTC), "b": "2026-11-20", "c": "412", "d": "0.1235", "e": None}


def test_other_values_stay():
    for value in (None, True, 3, [], ["a", 1]):
        assert arranged(value) == value

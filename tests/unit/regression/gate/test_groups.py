"""To which group a clip belongs."""

from __future__ import annotations

import pytest

from regression.gate import policy
from regression.gate.groups import band, groups
from tests.scored_clips import clip


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, ""), (-3.0, "below 15 dB"), (15.0, "15-30 dB"), (29.9, "15-30 dB"), (30.0, "30 dB and more")],
)
def test_bands(value: float | None, expected: str) -> None:
    assert band(value, (15, 30), "dB") == expected


def test_without_bounds_all_are_one_band() -> None:
    assert band(3.0, (), "s") == "all"


def test_dimensions_in_which_the_clips_differ() -> None:
    found = groups([clip(1, sex="f", snr_db=None), clip(2, sex="", corpus="other")], policy.read().subgroups)
    assert {name: list(values) for name, values in found.items()} == {
        "sex": ["f", ""],
        "corpus": ["made", "other"],
        "snr": ["", "30 dB and more"],
    }


def test_a_policy_without_dimensions_asks_for_no_group() -> None:
    none = policy.read().subgroups.model_copy(update={"dimensions": ()})
    assert groups([clip(1, sex="f"), clip(2, sex="m")], none) == {}

from __future__ import annotations

from itertools import chain

import pytest

from api.web.measured import GROUPS, Unmeasured, measured, unmeasured
from api.web.said import Said
from registry.measures.measurement import NAMES
from speechscan.domain.model_facts import ModelFacts
from speechscan.domain.verdict import DecisionPolicy

FACTS = ModelFacts(DecisionPolicy(0.5, 0.4, 0.6), {"hnr_db": (10.0, 20.0), "jitter_local": (0.001, 0.011)}, (), ())


def row(name: str, value: float, facts: ModelFacts | None = FACTS):
    groups = measured({"measurements": {name: value}}, facts)
    (found,) = chain.from_iterable(groups.values())
    return found


def test_every_measurement_that_a_model_makes_has_a_place():
    assert sorted(chain.from_iterable(GROUPS.values())) == sorted(NAMES)


@pytest.mark.parametrize(
    ("value", "place", "marker"),
    [
        (10.0, "within", 30.0),
        (15.0, "within", 50.0),
        (20.0, "within", 70.0),
        (5.0, "below", 10.0),
        (25.0, "above", 90.0),
    ],
)
def test_a_value_on_its_range(value, place, marker):
    scale = row("hnr_db", value).scale

    assert scale.place == place
    assert scale.marker == pytest.approx(marker)
    assert (scale.start, scale.width) == pytest.approx((30.0, 40.0))


@pytest.mark.parametrize(("value", "marker"), [(-1000.0, 0.0), (1000.0, 100.0)])
def test_a_value_far_away_stays_in_the_picture(value, marker):
    assert row("hnr_db", value).scale.marker == marker


def test_value_and_range_are_in_the_unit_that_is_shown():
    found = row("jitter_local", 0.0123)

    assert (found.unit, found.value, found.scale.low, found.scale.high) == pytest.approx(("percent", 1.23, 0.1, 1.1))
    assert found.scale.place == "above"


def test_without_facts_or_without_a_range_there_is_no_scale():
    assert row("hnr_db", 15.0, None).scale is None
    assert row("cpps_db", 15.0).scale is None
    assert measured({}, FACTS) == {}  # of a result from before there were measurements


def test_what_was_not_measured_is_told_by_reason():
    told = {"jitter_local": "No voice.", "jitter_rap": "No voice.", "pitch": "No voice.", "speech_rate": "A vowel."}

    note = {"name": "unmeasured-vowel", "figures": {}}

    assert unmeasured({"unmeasured": told, "unmeasured_notes": {"speech_rate": note}}) == [
        Unmeasured(Said("No voice."), ["jitter_local", "jitter_rap"]),
        Unmeasured(Said("A vowel.", note), ["speech_rate"]),
    ]

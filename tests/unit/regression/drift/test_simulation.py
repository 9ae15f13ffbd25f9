"""The whole way of a simulation on a few synthetic voices: sound, channel, measuring, scoring, windows, comparison."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from registry import bundle
from regression.drift import policy
from regression.drift.sample import Sample
from regression.drift.simulation import voices
from regression.drift.simulation.measured import Laboratory
from regression.drift.simulation.rates import Population, Rate, rates
from regression.drift.simulation.scenarios import SCENARIOS, UNCHANGED, altered
from regression.drift.simulation.table import table
from speechscan.domain.task import Task

PEOPLE = 24
TELEPHONE = next(scenario for scenario in SCENARIOS if scenario.name == "band_limited")
MIX = next(scenario for scenario in SCENARIOS if scenario.name == "other_mix")
OLDER = next(scenario for scenario in SCENARIOS if scenario.name == "older")
RULES = policy.read().model_copy(update={"permutations": 199, "least_jobs": 20, "least_values": 20})


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Population:
    people = voices.of_phantoms(PEOPLE, seed=1)
    laboratory = Laboratory(bundle.read(bundle.SHIPPED), tmp_path_factory.mktemp("measured"))
    return Population(people, {one.name: laboratory.sample(people, one) for one in (UNCHANGED, TELEPHONE)})


def test_a_telephone_is_found_and_nothing_where_nothing_changed(population: Population) -> None:
    asked = {"unchanged": 12, "band_limited": 3, "older": 3}
    found = list(rates(population, (UNCHANGED, TELEPHONE, OLDER), [100], asked, RULES))
    shares = {(rate.scenario, rate.against): rate.share for rate in found}
    assert shares["band_limited", "training"] == shares["band_limited", "previous"] == 1
    # A task of the training has 12 people: too few to be judged by itself.
    assert {rate.by_task for rate in found if rate.against == "training"} == {0}
    assert shares["unchanged", "training"] + shares["unchanged", "previous"] <= 1 / 12
    told = table(found)
    assert "| nothing above 3.4 kHz, as over a telephone | previous | 100% [44%, 100%], task 100% |" in told
    assert told.startswith("| what changed | against | 100 jobs |\n| --- | --- | --- |\n")


def test_the_telephone_moves_what_a_telephone_moves(population: Population) -> None:
    before, after = (population.measured[name].columns["bandwidth_hz"] for name in ("unchanged", "band_limited"))
    assert np.nanmedian(before) > 5000
    assert np.nanmedian(after) < 3700


def test_what_was_measured_is_kept(population: Population, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = voices.of_phantoms(2, seed=1)
    made = Laboratory(bundle.read(bundle.SHIPPED), tmp_path).sample(people, UNCHANGED)
    again = Laboratory(bundle.read(bundle.SHIPPED), tmp_path)
    monkeypatch.setattr("regression.drift.simulation.measured.quality_of", lambda _: pytest.fail("measured twice"))
    kept = again.sample(people, UNCHANGED)
    for name, column in made.columns.items():
        np.testing.assert_array_equal(column, kept.columns[name])


def test_a_window_of_older_people_has_more_of_them(population: Population) -> None:
    def share(older: float) -> float:
        weights = population._weights(UNCHANGED if older == 1 else OLDER)
        return float(sum(w for w, voice in zip(weights, population.voices, strict=True) if voice.older))

    assert share(1) == pytest.approx(0.5)
    assert share(19) == pytest.approx(0.95)


def test_a_channel_of_one_task_leaves_the_others_as_they_were(population: Population) -> None:
    only = replace(TELEPHONE, only=Task.SUSTAINED_VOWEL_I)
    window = population.window(only, 200, np.random.default_rng(2))
    heard, spoken = window.columns["bandwidth_hz"], window.columns["task"]
    assert np.nanmedian(heard[spoken == Task.SUSTAINED_VOWEL_I]) < 3700
    assert np.nanmedian(heard[spoken == Task.SUSTAINED_VOWEL_A]) > 5000


def test_another_mix_has_more_of_one_vowel(population: Population) -> None:
    window = population.window(MIX, 2000, np.random.default_rng(3))
    assert np.mean(window.columns["task"] == Task.SUSTAINED_VOWEL_A) == pytest.approx(0.9, abs=0.03)


def test_the_training_side_keeps_people_whole(population: Population) -> None:
    one = Sample({"x": np.array([1.0, 1.0, 2.0])}, np.array([0, 0, 1]))
    drawn = Population(population.voices[:3], {"unchanged": one}).training(np.random.default_rng(0))
    for person in np.unique(drawn.people):
        own = drawn.columns["x"][drawn.people == person]
        assert own.tolist() in ([1.0, 1.0], [2.0])


def test_the_same_channel_gives_the_same_sound() -> None:
    (voice,) = voices.of_phantoms(1, seed=3)
    assert TELEPHONE.channel is not None
    assert (
        altered(voice.samples, TELEPHONE.channel, 5).tobytes() == altered(voice.samples, TELEPHONE.channel, 5).tobytes()
    )


def test_interval_of_a_rate() -> None:
    low, high = Rate("unchanged", "previous", 50, 100, 0).interval
    assert (low, high) == pytest.approx((0, 0.037), abs=0.001)

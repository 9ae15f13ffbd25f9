"""The page: our verdicts first, Evidently's plots below, nothing from elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from regression.drift import page, policy
from regression.drift.comparison import Comparison, Outcome, not_compared
from regression.drift.judgement import compare
from regression.drift.page import Sides
from tests.unit.regression.drift.people import sample

# Evidently warns of its own use of other libraries.
pytestmark = pytest.mark.filterwarnings("default")

POLICY = policy.read().model_copy(update={"permutations": 199})


@pytest.fixture(scope="module")
def sides() -> Sides:
    reference, current = sample(80, 2), sample(100, 1, jitter_local=1.0)
    return Sides(compare("previous", current, reference, POLICY), reference, current)


def test_evidently_shows_the_distances_that_we_judge_by(sides: Sides) -> None:
    told = {
        metric["config"]["column"]: metric["value"]
        for metric in page._snapshot(sides, POLICY).dict()["metrics"]
        if "column" in metric["config"]
    }
    ours = {one.feature: one.distance for one in sides.comparison.features}
    assert told == pytest.approx(ours, rel=1e-6)


def test_the_page_needs_nothing_from_elsewhere_and_says_the_verdict_first(sides: Sides) -> None:
    training = not_compared("training", "Version <3> has no profile.")
    made = page.page("Drift <b>", [training, sides.comparison], [sides], POLICY)
    assert not re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=[\"']?https?:", made)
    assert "Drift &lt;b&gt;" in made
    assert "Version &lt;3&gt; has no profile." in made
    assert made.index("Against previous: drift") < made.index("drawDashboard")
    assert "<td>jitter_local</td>" in made


def test_tasks_have_a_table_and_those_that_drifted_their_features(sides: Sides) -> None:
    word = replace(sides.comparison, task="word", compared=61)
    rare = Comparison("previous", Outcome.TOO_FEW, "The window has 3 recordings.", task="<letter>", compared=3)
    made = page.page("Drift", [replace(sides.comparison, tasks=(word, rare))], [], POLICY)
    assert "<td>word</td><td>drift</td><td>80</td><td>61</td>" in made
    assert "<td>&lt;letter&gt;</td><td>too few</td><td>0</td><td>3</td><td>The window has 3 recordings.</td>" in made
    assert made.index("<h2>Against previous: drift</h2>") < made.index("<h3>Against previous, word: drift</h3>")
    assert made.count("<td>jitter_local</td>") == 2


def test_without_a_comparison_there_is_a_page_too() -> None:
    made = page.page("Drift", [not_compared("training", "Nothing.")], [], POLICY)
    assert made.startswith("<!DOCTYPE html>")
    assert "Against training: not compared" in made


def test_words_are_escaped_in_the_data_too(sides: Sides) -> None:
    hostile = replace(sides.current, columns={**sides.current.columns, "format": sides.current.columns["format"]})
    hostile.columns["format"][:50] = "</script>"
    made = page.page(
        "Drift", [], [Sides(compare("previous", hostile, sides.reference, POLICY), sides.reference, hostile)], POLICY
    )
    assert "</script></script>" not in made

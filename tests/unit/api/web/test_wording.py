"""Whatever the code can store as a sentence has a text in every language."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import get_args

import pytest

import registry
from api.web.catalogue import LANGUAGES, catalogue
from api.web.group import group
from api.web.measured import GROUPS
from api.web.wording import in_words, name_in_words
from regression.drift.features import FEATURES
from regression.gate.groups import band
from regression.gate.policy import Dimension
from regression.statistics.difference import AUC, BALANCED_ACCURACY
from speechscan.domain.sentence import Sentence
from tests.unit.api.web.test_texts import CHECKED
from tests.unit.api.web.wordings import ROOMS, wordings

WORDINGS = sorted(set(wordings()))
# What stands in a figure that is no number. A new wording may need a line here.
NAMES = {
    "alias": "champion",
    "altered": Sentence("", "altered-mp3").said,
    "begin": "2026-11-19T00:00:00+00:00",
    "check": "accuracy",
    "deployment": "train/train",
    "dimension": "sex",
    "direction": "dysarthric",
    "end": "2026-11-20T00:00:00+00:00",
    "features": ["jitter_local", "level_movement_slow", "bandwidth_hz"],
    "figure": "balanced accuracy",
    "found": Sentence("", "validation-empty").said,
    "group": "f",
    "measurement": "jitter_local",
    "named": ["1a2b3c"],
    "phantom": "steady-120",
    "problem": "It is not there.",
    "reason": Sentence("", "gate-no-champion").said,
    "reference": "clinic@1",
    "rule": "job_once",
    "rules": [Sentence("", "validation-unmet-rule", {"rule": "job_once", "affected": 1, "rows": 9}).said],
    "run": "brave-lynx",
    "unit": "ratio",
    "version": "3",
}


def said(language: str, name: str, **figures: object) -> str | None:
    return in_words(catalogue(language), {"name": name, "figures": figures})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "figures"), WORDINGS, ids=[name for name, _ in WORDINGS])
def test_each_wording_has_a_text(language, name, figures):
    told = said(language, name, **{figure: NAMES.get(figure, 0.25) for figure in figures})

    assert told, f"texts/{language}.ftl lacks said-{name}, or it wants a figure that the wording does not have"


def test_a_name_is_not_given_to_two_wordings():
    names = [name for name, _ in WORDINGS]

    assert sorted(names) == sorted(set(names))


def test_no_wording_is_hidden_in_a_function():
    """There this test would not find it."""
    root = Path(registry.__file__).parent.parent
    folders = [root / room.replace(".", "/") for room in ROOMS]
    for path in (path for folder in folders for path in folder.rglob("*.py")):
        functions = [
            n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        calls = [n for function in functions for n in ast.walk(function) if isinstance(n, ast.Call)]
        assert not [n for n in calls if isinstance(n.func, ast.Name) and n.func.id == "Wording"], path


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_in_sentences(language):
    t = catalogue(language)

    for kind, names in {
        "measurement": [name for shown in GROUPS.values() for name in shown],
        "features": [feature.name for feature in FEATURES],
        "check": CHECKED,
        "dimension": get_args(Dimension),
        "figure": ["auc", "sensitivity", "specificity", AUC.name, BALANCED_ACCURACY.name],
    }.items():
        assert [name for name in names if name_in_words(t, kind, name) == name] == [], kind


def test_a_name_of_somebody_elses_stays():
    assert name_in_words(catalogue("de"), "measurement", "new_measure") == "new_measure"


@pytest.mark.parametrize(
    ("dimension", "value", "text"),
    [
        ("sex", "f", "Frauen"),
        ("task", "sustained_vowel_a", "Gehaltenes „Aaa“"),
        ("corpus", "f", "f"),
        ("snr", band(4.0, (15.0, 30.0), "dB"), "unter 15 dB"),
        ("snr", band(20.0, (15.0, 30.0), "dB"), "15-30 dB"),
        ("duration", band(9.0, (2.5, 5.0), "s"), "5 s und mehr"),
        ("duration", band(1.0, (2.5, 5.0), "s"), "unter 2,5 s"),
    ],
)
def test_groups(dimension, value, text):
    assert group(catalogue("de"), dimension, value) == text


def test_measurements_have_their_unit():
    figures = {"measurement": "jitter_local", "value": 0.0182, "low": 0.002, "high": 0.011, "direction": "dysarthric"}

    assert said("de", "moved", **figures) == (
        "Jitter (lokal): 1,82 % (gesunde Sprecher des Trainings: 0,20 bis 1,10). "
        "Das hat die Bewertung in Richtung „dysarthrisch“ bewegt."
    )
    bounds = {"measurement": "jitter_local", "least": 0.0, "most": 0.07, "unit": "ratio"}
    assert said("de", "rule-usual", **bounds) == (
        "Jitter (lokal): nicht zwischen 0 % und 7 %, wie es üblich ist. Hören Sie die Aufnahme an."
    )


@pytest.mark.parametrize(("p", "told"), [(0.0123, "p = 0,012"), (1e-40, "p < 0,001"), (1.0, "p = 1"), (1, "p = 1")])
def test_a_chance_is_told_as_far_as_it_says_something(p, told):
    assert f"{told} nach Holm" in said("de", "subgroup-fell", by=0.2, p=p, allowed=0.05)


@pytest.mark.parametrize(
    "note",
    [
        None,
        {"name": "of-a-later-version", "figures": {}},
        {"name": "drift-none", "figures": {}},
        {"name": "cost-large", "figures": {"megabytes": None, "allowed": 5}},
        {"name": "moved-without-range", "figures": {"measurement": "new", "value": 1.0, "direction": "healthy"}},
        {"name": "gate-reason", "figures": {"check": "cost", "reason": {"name": "of-a-later-version", "figures": {}}}},
    ],
)
def test_what_cannot_be_said_whole_is_not_said(note):
    assert in_words(catalogue("de"), note) is None

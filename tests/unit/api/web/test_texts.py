"""The catalogues: the same messages in each language, each one used, and none that is missing."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from fluent.runtime import FluentResource
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

import flows
import registry
import speechscan
from api import web
from api.readiness import CHECKS
from api.upload import ACCEPTED
from api.web.catalogue import FOLDER, LANGUAGES, catalogue
from api.web.job_report import FAILURES
from api.web.measured import GROUPS, Place
from api.web.outcome import TONES
from api.web.rendering import TEMPLATES
from api.web.tasks import OFFERED
from api.web.theme import THEMES
from registry.data.manifest import SEXES
from registry.measures.measurement import NAMES
from regression.drift.features import FEATURES
from regression.gate import checks
from regression.gate.policy import Dimension
from speechscan.db.keys import SCOPES
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.domain.job import JobState
from speechscan.domain.ledger import Event
from speechscan.domain.outcome import Label
from speechscan.domain.report import ReportKind
from speechscan.domain.task import Task
from speechscan.domain.verdict import Status
from speechscan.errors import RecordingError, ScorerError, SpeechScanError, Unauthenticated
from tests.unit.api.web.wordings import wordings

WEB = Path(web.__file__).parent
LITERAL = re.compile(r"""\bt\(\s*"([a-z][a-z0-9-]*)"\s*[,)]""")
BUILT = re.compile(r"""\bt\(\s*"([a-z][a-z0-9-]*-)"\s*~""")
GIVEN = re.compile(r"\bt\(\s*([a-z_.]+)\s*[,)]")


def dashed(*words: str) -> set[str]:
    return {word.replace("_", "-").replace(":", "-") for word in words}


def codes() -> set[str]:
    """Of the errors that a page may show. Who is not signed in is led to the form; a recording's are its job's."""
    found, classes = set(), [SpeechScanError]
    while classes:
        error = classes.pop()
        classes += error.__subclasses__()
        if error.__module__ == "speechscan.errors" and not issubclass(error, RecordingError | Unauthenticated):
            found.add(error.code)
    return found


CHECKED = [
    importlib.import_module(found.name).NAME for found in pkgutil.iter_modules(checks.__path__, f"{checks.__name__}.")
]
STATES_WITHOUT_A_REPORT = dashed(*set(JobState) - {JobState.COMPLETED, JobState.FAILED})
# What follows a name that a template or a module puts together. A page that builds others adds them here.
BUILT_FROM = {
    "check-": dashed(*CHECKED),
    "dimension-": dashed(*get_args(Dimension)),
    "error-": {name for code in dashed(*codes()) for name in (code, f"{code}-advice")},
    "failure-": dashed(*FAILURES),
    "feature-": dashed(*(feature.name for feature in FEATURES)) - dashed(*NAMES),
    "group-": dashed(*GROUPS),
    "label-": dashed(*Label),
    "means-": dashed(*Status),
    "means-not-": dashed(*Status),
    "long-": dashed(*(name for name in NAMES if "_movement_" in name)),
    "measure-": dashed(*(name for group in GROUPS.values() for name in group)),
    "event-": dashed(*(set(Event) - {Event.REFUSAL})),  # refusals are no decisions
    "figure-": dashed("auc", "sensitivity", "specificity", "balanced_accuracy", "decided"),
    "against-": {"training", "previous"},
    "away-": dashed(*CHECKS),
    "kind-": {name for kind in ReportKind for name in (kind.value, f"{kind.value}-means")},
    "outcome-": dashed(*TONES),
    "place-": dashed(*get_args(Place)),
    "prompt-": dashed(*OFFERED),
    "said-": {name for name, _ in wordings()},
    "scope-": dashed(*SCOPES),
    "severity-": {"error", "warning"},
    "sex-": set(SEXES),
    "state-": dashed(*JobState) | {f"{state}-means" for state in STATES_WITHOUT_A_REPORT},
    "status-": dashed(*Status),
    "task-": dashed(*Task),
    "theme-": dashed(*THEMES),
    "unit-": {shown.unit for group in GROUPS.values() for shown in group.values()},
}


def templates() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in TEMPLATES.iterdir()}


def asked_in_templates() -> set[str]:
    return {name for text in templates().values() for name in LITERAL.findall(text)}


def words_in_modules() -> set[str]:
    """Every string constant: a name may be handed on, as those of the menu are."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in WEB.rglob("*.py"))
    return {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}


def messages(language: str) -> dict[str, ftl.Message]:
    resource = FluentResource((FOLDER / f"{language}.ftl").read_text(encoding="utf-8"))
    junk = [entry.content for entry in resource.body if isinstance(entry, ftl.Junk)]
    assert junk == []
    found = [entry for entry in resource.body if isinstance(entry, ftl.Message)]
    names = [entry.id.name for entry in found]
    assert len(names) == len(set(names)), "a message stands twice"
    return dict(zip(names, found, strict=True))


class Arguments(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802 - the library's name
        self.names.add(node.id.name)


def arguments(message: ftl.Message) -> set[str]:
    found = Arguments()
    found.visit(message)
    return found.names


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_the_languages_say_the_same_things(language):
    english, other = messages("en"), messages(language)

    assert list(other) == list(english)  # in the same order, for whoever compares them
    for name in english:
        assert arguments(other[name]) == arguments(english[name]), name


def test_every_text_that_a_template_asks_for_is_there():
    asked = asked_in_templates() | {start + end for start, ends in BUILT_FROM.items() for end in ends}

    assert asked - messages("en").keys() == set()
    assert {start for text in templates().values() for start in BUILT.findall(text)} <= BUILT_FROM.keys()


def test_every_name_that_a_template_is_given_comes_from_a_module():
    """`t(entry.text)`, `t(told)`: what is handed over is among the modules' words, and is a message."""
    given = {name for text in templates().values() for name in GIVEN.findall(text)}

    assert given == {"entry.text", "told"}


def test_no_text_is_left_over():
    used = asked_in_templates() | words_in_modules()
    used |= {start + end for start, ends in BUILT_FROM.items() for end in ends}

    assert messages("en").keys() - used == set()


def codes_of_failures() -> set[str]:
    """Those that a recording is told of, those of a scorer that is broken, and those that the queue writes."""
    sources = [path for room in (flows, registry, speechscan) for path in Path(room.__file__).parent.rglob("*.py")]
    calls = (
        node
        for path in sources
        if path.parent.name != "cli"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RecordingError"
    )
    return {call.args[0].value for call in calls} | {ScorerError.code, SpeechScanError.code, "worker_lost"}


def test_every_failure_of_a_job_has_a_text():
    assert codes_of_failures() == set(FAILURES)


def test_the_disclaimer_is_the_one_of_every_result():
    assert catalogue("en")("disclaimer") == DISCLAIMER


def test_the_formats_are_those_that_are_taken():
    assert ACCEPTED in catalogue("en")("uploader-lead", megabytes=10)


@pytest.mark.parametrize(("language", "text"), [("en", "Nov 20, 2026, 12:05 PM UTC"), ("de", "20.11.2026, 12:05 UTC")])
def test_times(language, text):
    said = catalogue(language)("moment", at=datetime(2026, 11, 20, 12, 5, tzinfo=UTC))

    assert said.replace("\u202f", " ") == text


def test_half_a_sentence_is_an_error():
    with pytest.raises(LookupError):
        catalogue("en")("sign-in-titel")
    with pytest.raises(LookupError, match="name"):
        catalogue("en")("signed-in-as")

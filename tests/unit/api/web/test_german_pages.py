"""A German page of what the screening and the flows store is German. The code that stores it has made it here too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from api.auth import Caller
from api.web.decisions import Decision
from api.web.facts import arranged
from api.web.job_report import FAILURES, told_of
from api.web.outcome import TONES
from api.web.pages.models import Asked
from api.web.rendering import page
from flows.drift.assessment import Assessment, Side
from flows.drift.reaction import _NO_DATA, _NO_DEPLOYMENT, _STARTED, TRAINING
from flows.regress.kept import _summary
from flows.window import Window
from registry import bundle, promotion
from registry.bootstrap import bootstrap
from registry.measures import measure
from registry.pcm import SAMPLE_RATE, from_float
from registry.profiles import _ABSENT
from registry.versions import MemoryRegistry
from registry.watch_champion import ACTOR, WatchBounds, judge
from regression.drift import by_task, comparison
from regression.drift import policy as drift_policy
from regression.gate import gate, record
from regression.gate import policy as gate_policy
from regression.gate.behaviour.trial import Trial
from regression.gate.check import Check
from regression.gate.checks import behaviour, cost, phantoms, served, shortcut
from regression.gate.report import GateReport
from regression.phantoms import vowel
from regression.validation.check import Validation
from speechscan.db.keys import SCOPES
from speechscan.db.results import Screened
from speechscan.domain.explanation import TIMBRE, Contribution
from speechscan.domain.job import Job, JobState
from speechscan.domain.ledger import Entry, Event, NewEntry, recorded, standings
from speechscan.domain.quality import Quality
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.report import Report, ReportKind
from speechscan.domain.result import ModelRef, Score, screening_result
from speechscan.domain.serving import ServingReport
from speechscan.domain.task import Task
from speechscan.domain.verdict import DecisionPolicy
from speechscan.ledger import MemoryLedger
from speechscan.storage import MemoryStore
from tests import gate_report
from tests.scored_clips import clip, duel, logits, people, said, scores
from tests.unit.api.web.requests import request
from tests.unit.flows.regress import test_page as regress
from tests.unit.regression.drift.test_by_task import HALVES, spoken

# Great Expectations warns of its own use of other libraries.
pytestmark = pytest.mark.filterwarnings("default")

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = Window(NOON - timedelta(days=1), NOON)
GATE, RULES = QualityGate(), gate_policy.read()
POLICY = DecisionPolicy(threshold=0.5, abstain_low=0.4, abstain_high=0.6, min_speech_s=2.0)
GOOD = {"duration_s": 4.0, "peak_dbfs": -3.0, "clipping": 0.0, "speech_s": 3.5, "snr_db": 40.0, "bandwidth_hz": 7000.0}
MODEL = ModelRef("speechscan", "1")


VOID = {"meta", "link", "input", "img", "br"}


class Foreign(HTMLParser):
    """What is marked as English, without the raw fields of a summary, which are said to be, and the buttons that are
    each in their own language. text: of all else."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.english: list[str] = []
        self.text = ""
        self._open: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        raw = told.get("class") == "raw" or (bool(self._open) and self._open[-1][1])
        if told.get("lang") == "en" and not raw and tag != "button":
            self.english.append(f"{tag} {told}")
        if tag not in VOID:
            self._open.append((tag, raw))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1][1]):
            self.text += data


def german(template: str, **told: Any) -> Foreign:
    asking = request(accept_language="de")
    asking.scope["query_string"] = b""
    asking.state.caller = Caller("klinik", UUID(int=1), frozenset(SCOPES))
    return Foreign(page(asking, template, **told).body.decode())


def sentences(stored: object) -> list[str]:
    """What a document holds in words."""
    if isinstance(stored, str):
        return [stored] if stored.endswith(".") else []
    parts = stored.values() if isinstance(stored, dict) else stored if isinstance(stored, list) else []
    return [one for part in parts for one in sentences(part)]


def assert_german(found: Foreign, stored: object, more: Sequence[str] = ()) -> None:
    assert found.english == []
    assert sentences(stored) or more, "nothing was said, so nothing was tried"
    assert [one for one in (*sentences(stored), *more) if one in found.text] == []


def result(
    probability: float = 0.2, familiar: bool = True, unmeasured: dict[str, str] | None = None, **quality: float
) -> dict[str, Any]:
    moved = (
        Contribution("f0_movement_3hz", 0.02, 0.8, 0.03, 0.1),
        Contribution("jitter_local", 0.0182, -0.6, None, None),
        Contribution(TIMBRE, None, -0.4, None, None),
    )
    score = Score(probability, familiar, {}, unmeasured or {}, MODEL, POLICY, moved)
    return dict(screening_result(score, Quality(**{**GOOD, **quality}), GATE))


@cache
def sounds() -> dict[str, np.ndarray]:
    time = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE
    hiss = np.random.default_rng(0).normal(0, 0.05, time.size)
    return {
        "short": np.zeros(100, np.int16),
        "silent": np.zeros(SAMPLE_RATE, np.int16),
        "voiceless": from_float(hiss),
        "vowel": from_float(vowel(1, duration_s=2.0, margin_s=0.3)),
        "brief": from_float(np.concatenate([np.zeros(4000), vowel(1, duration_s=0.3, margin_s=0.0)])),
    }


RESULTS = {
    "found": result(0.9),
    "not found": result(),
    "telephone": result(bandwidth_hz=3400.0),
    "a little loud": result(clipping=0.005, snr_db=10.0),
    "no reason but one": result(0.5),
    "all reasons": result(0.5, familiar=False, speech_s=1.0),
    "silent": result(silence=1.0),
    "all flaws": result(speech_s=0.2, level_dbfs=-70.0, snr_db=None, clipping=0.2, bandwidth_hz=500.0, dc_offset=0.3),
    "noisy": result(snr_db=3.0),
    "no voice": result(speech_s=0.0),
}


def job(**more: Any) -> Job:
    told = {"id": UUID(int=7), "owner": "klinik", "state": JobState.COMPLETED, "format": "wav", "size_bytes": 9000}
    times = dict.fromkeys(("created_at", "started_at", "finished_at"), NOON)
    empty = dict.fromkeys(("sha256", "user_hash", "error_code", "error_detail"))
    return Job(**{**told, **times, **empty, "failed_attempts": 0, **more})


@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize("gate", [GATE, QualityGate(0.0, -200.0, -200.0, 1.0, 0.0, 1.0)], ids=["as then", "otherwise"])
def test_the_report_of_a_recording(name, gate):
    """Also where the quality gate asks for less by now."""
    found = RESULTS[name]
    told = {**told_of(found, None, gate), "gate_report": None}

    made = german("job.html.j2", job=job(result=found), result=found, told=told, failures=FAILURES, mark="")

    assert_german(made, found)


@pytest.mark.parametrize("name", ["short", "silent", "voiceless", "vowel", "brief"])
def test_why_something_was_not_measured(name):
    found = result(unmeasured=measure(sounds()[name]).unmeasured)
    told = {**told_of(found, None, GATE), "gate_report": None}

    made = german("job.html.j2", job=job(result=found), result=found, told=told, failures=FAILURES, mark="")

    assert found["unmeasured"].keys() == found["unmeasured_notes"].keys()
    assert_german(made, found)


def test_an_old_result_is_shown_in_the_words_that_were_stored():
    found = {name: told for name, told in result(0.5).items() if "notes" not in name} | {
        "acoustic_notes": [
            "The model cannot tell: its score lies between the two decisions.",
            *result()["acoustic_notes"],
        ]
    }
    told = {**told_of(found, None, GATE), "gate_report": None}

    made = german("job.html.j2", job=job(result=found), result=found, told=told, failures=FAILURES, mark="")

    assert len(made.english) == 5
    assert found["acoustic_notes"][0] in made.text


def shown(report: Report) -> Foreign:
    told = {"summary": arranged(report.summary), "tasks": list(Task), "run_url": None, "tones": TONES}
    return german("report.html.j2", report=report, **told)


def report_of(kind: ReportKind, summary: dict[str, Any], **more: Any) -> Report:
    return Report(UUID(int=5), kind, NOON, more.pop("outcome"), summary, model_version="7", html_key="x", **more)


def gate_checks() -> list[Check]:
    """Every check, failing or without an answer."""
    clips = [clip(number) for number in range(40)]
    before, after = [said(one, 0.2) for one in clips], [said(one, 0.9) for one in clips]
    trial = Trial(before, dict.fromkeys(RULES.behaviour.alterations, after), after)
    few, hundred = people(24), people(100)
    chance = scores(hundred, np.random.default_rng(1).standard_normal(len(hundred)))
    apart = scores(hundred, logits(hundred))
    truth = "synthetic-vowel-a-150hz-f0-tremor-5hz-6pct"
    controls = [
        (apart, chance),
        (scores(few, logits(few, effect=0.2)), chance),
        (scores(few[:2], logits(few[:2])), apart),
        (scores(few[:2], logits(few[:2])), scores(few[:2], logits(few[:2]))),
    ]
    return [
        behaviour.check(trial, RULES.behaviour),
        *(shortcut.check(shortcut.Controls("clinic@1", *one), RULES.shortcut, 200) for one in controls),
        phantoms.check([said(clip(1, phantom=truth), 0.5, f0_hz=170.0)], RULES.phantoms),
        served.check(served.Answers(before, after, after), RULES.served),
        served.unasked(RULES.served.model_copy(update={"required": True})),
        cost.check(cost.Times([1.0], [9.0]), 10**10, 10**6, RULES.cost),
        cost.alone(10**6),
        *gate._compared([], RULES, 0, gate._NO_CHAMPION),
        *gate._compared([], RULES, 0, gate._NO_REFERENCE),
    ]


@cache
def judged() -> GateReport:
    few, many = people(8), people(120)
    worse = -logits(many)
    duels = [duel(few, logits(few), logits(few)), duel(many, logits(many), worse)]
    return gate_report.report(duels, gate_checks())


def test_the_gates_report():
    listed = record.listed(judged())

    assert len(listed.summary["reasons"]) > 30
    assert_german(shown(listed), {**listed.summary, "checks": {}})


@cache
def drift_reports() -> dict[str, tuple[comparison.Comparison, ...]]:
    asked = drift_policy.read().model_copy(update={"permutations": 399})
    before = spoken(300, 2, HALVES)
    moved = {f"word__{name}": 3.0 for name in ("jitter_local", "hnr_db", "snr_db", "clipping", "f0_hz", "cpps_db")}

    def found(current: Any, reference: Any = before) -> comparison.Comparison:
        return by_task.compare("training", current, reference, asked, seed=3)

    unsound = Validation(rows=9)
    return {
        "none": (found(spoken(300, 1, HALVES)),),
        "some": (found(spoken(300, 1, HALVES, word__jitter_local=3.0)),),
        "many": (found(spoken(300, 1, HALVES, **moved)),),
        "few": (found(spoken(5, 1, HALVES)), replace(found(before, spoken(5, 1, HALVES)), against="previous")),
        "unsound": (comparison.not_compared("training", _ABSENT(version="3")),),
        "empty": (comparison.not_compared("previous", unsound.sentence),),
    }


@pytest.mark.parametrize("name", ["none", "some", "many", "few", "unsound", "empty"])
def test_a_drift_report(name):
    found, sample = drift_reports()[name], spoken(5, 1, HALVES)
    made = Assessment("7", DAY, Side(5, sample), found, ())
    done = [_NO_DATA(), _NO_DEPLOYMENT(deployment=TRAINING), _STARTED(run="kluger-luchs")]
    summary = {**made.summary(), "done": done, "done_said": [one.said for one in done]}

    assert_german(shown(report_of(ReportKind.DRIFT, summary, outcome=made.outcome.value)), summary)


def rows() -> list[Screened]:
    """Each rule is broken by one of them, as far as a row of the database can."""
    measured = {"jitter_local": 0.5, "hnr_db": 50.0}
    document = {"status": "healthy", "probability": 0.9, "measurements": measured, "unmeasured": {}, "model": {}}
    fine = Screened(
        UUID(int=1), "completed", "wav", None, None, NOON, NOON, NOON, "healthy", 0.9, "m", "1", True, document
    )
    return [
        fine,
        fine,
        replace(fine, job_id=UUID(int=2), state="failed", format="aiff", started_at=None, finished_at=None),
        replace(fine, job_id=UUID(int=3), status="well", probability=3.0, model_version=None),
        replace(fine, job_id=UUID(int=4), started_at=NOON - timedelta(hours=1), finished_at=NOON - timedelta(hours=2)),
        replace(fine, job_id=UUID(int=5), model_version="99"),
        replace(fine, job_id=UUID(int=6), status=None, probability=None, document={}),
    ]


def test_a_validation_report():
    found = Validation()
    found.add(rows(), {"1": POLICY})
    summary = {"window": DAY.document(), **found.summary()}

    assert {"error", "warning"} == {one["severity"] for one in summary["failures"]}
    assert len(summary["failures"]) > 14
    assert_german(shown(report_of(ReportKind.VALIDATION, summary, outcome=found.outcome)), summary)


@pytest.mark.parametrize("found", [Validation(), Validation(rows=3)], ids=["empty", "sound"])
def test_a_validation_report_without_failures(found):
    summary = {"window": DAY.document(), **found.summary()}

    assert_german(shown(report_of(ReportKind.VALIDATION, summary, outcome=found.outcome)), summary)


def test_a_regression_report():
    all_moved = regress.rerun([replace(one, probability=0.123456) for one in regress.SAID])
    runs = [regress.FINE, regress.MOVED, all_moved, replace(regress.FINE, differences=None)]
    runs.append(regress.rerun(least={"auc": 0.999, "sensitivity": 0.999, "specificity": 0.999}))
    summary = {"sets": [_summary(run) for run in runs]}

    found = shown(report_of(ReportKind.REGRESSION, summary, outcome="different"))

    words = [one["sentence"] for one in summary["sets"]]
    assert_german(found, summary, words)


def test_an_old_report_is_shown_in_the_words_that_were_stored():
    summary = {
        "sets": [{"reference": "clinic@1", "outcome": "equal", "sentence": "clinic@1: 9 clips say what they said"}]
    }

    found = shown(report_of(ReportKind.REGRESSION, summary, outcome="equal"))

    assert len(found.english) == 1
    assert "9 clips say what they said" in found.text


def decisions() -> list[Entry]:
    registry, ledger = MemoryRegistry("speechscan"), MemoryLedger()
    bootstrap(registry, bundle.read(bundle.SHIPPED), ledger, MemoryStore())
    ledger.append(record._entry(judged(), "speechscan", "the gate", None))
    told = {"event": Event.PROMOTION, "actor": "a", "model_name": "speechscan", "version": "2", "digest": "d"}
    champion = recorded(NewEntry(**told), 9, NOON)
    seen = {"model_name": "speechscan", "instance": "i", "seen_at": NOON, "version": "2"}
    reports = [
        ServingReport(**{**seen, "version": "1"}, refused_version="2", refused_reason="The golden clip is off."),
        ServingReport(**seen, scored=5, failed=5),
    ]
    bounds = WatchBounds(10, 0.02, 5)
    for reason in (*(judge(champion, [one], bounds, NOON) for one in reports), "Zu langsam."):
        ledger.append(promotion._entry(registry, Event.ROLLBACK, "1", "d", ACTOR, [reason]))
    ledger.append(promotion._entry(registry, Event.PROMOTION, "2", "d", promotion.BY_HAND, [promotion._FOUND]))
    return ledger.history("speechscan")


def test_what_was_decided_about_versions():
    """A person's own words stay theirs."""
    entries = decisions()
    told = {"champion": None, "serving": [], "asked": Asked(), "moment_asked": None, "then": None, "name": "m"}
    made = [Decision(entry, None) for entry in entries]

    found = german("models.html.j2", **told, versions=standings(entries), decisions=made, tones=TONES)

    ours = [reason for entry in entries for reason in entry.reasons if reason != "Zu langsam."]
    assert_german(found, list(map(str, ours)))
    assert "Zu langsam." in found.text


@pytest.mark.parametrize("code", FAILURES)
def test_why_a_job_failed(code):
    failed = job(state=JobState.FAILED, error_code=code, error_detail="It was stored like this.")

    found = german("job.html.j2", job=failed, result=None, told=None, failures=FAILURES, mark="")

    assert_german(found, failed.error_detail)

"""What people read of a regression run: which data, which speakers, how sure, and what it does not mean."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from uuid import UUID

import pytest

from flows.regress.champion import Champion
from flows.regress.kept import _summary, overall
from flows.regress.page import html
from flows.regress.report import markdown, sentence
from flows.regress.rerun import Rerun
from regression.accuracy.by_subgroup import accuracy
from regression.accuracy.floor import floor
from regression.accuracy.table import lines
from regression.gate import policy
from regression.golden.differences import Differences, compare
from regression.golden.golden import golden_of
from regression.references.reference import Kind
from regression.scored import Scored
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.regression_run import RegressionOutcome
from speechscan.domain.report import Report, ReportKind
from speechscan.domain.result import ModelRef
from speechscan.domain.verdict import Status
from tests.scored_clips import clip, logits, people, reference, scores

ASKED = policy.read()
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
REPORT = Report(UUID(int=5), ReportKind.REGRESSION, NOON, "equal")
CLIPS = [*people(48), *(clip(1000 + n, speaker=f"Jane {n}", task="<script>") for n in range(3))]
SAID = scores(CLIPS, logits(CLIPS, effect=1.5, noise=1.0))


def compared(scored: list[Scored]) -> Differences:
    golden = golden_of("a" * 64, reference(CLIPS), SAID, QualityGate())
    return compare(golden, scored, 1e-3, model="a" * 64, gate=QualityGate())


def rerun(scored: list[Scored] = SAID, least: dict[str, float] | None = None, kind: Kind = Kind.CLINICAL) -> Rerun:
    made = replace(reference(CLIPS, "clinic"), kind=kind)
    champion = Champion(ModelRef("m", "7"), "a" * 64)
    asked = floor(ASKED) if least is None else least
    return Rerun(made, champion, scored, compared(scored), accuracy(made, scored, ASKED), asked, 2.0)


OTHER = {Status.HEALTHY: Status.DYSARTHRIC, Status.DYSARTHRIC: Status.HEALTHY, Status.INCONCLUSIVE: Status.HEALTHY}
MOVED = rerun([replace(SAID[0], probability=0.123456), *SAID[1:]])
FINE = rerun()


def page(*runs: Rerun) -> str:
    return html(runs, overall(runs), NOON)


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name in ("src", "srcset") for name, _ in attrs)


def test_the_page_says_figures_with_data_speakers_and_intervals() -> None:
    text = page(FINE)
    assert "How good version 7 is on clinic@1" in text
    assert "by speaker" in text
    assert DISCLAIMER in text
    for line in lines(FINE.figures):
        row = text[text.index(f"<tr><td>{line.subgroup.replace('<', '&lt;').replace('>', '&gt;')}</td>") :]
        for cell in line.cells.values():
            assert cell in row
        for speakers, clips in zip(line.speakers, line.clips, strict=True):
            assert f"{speakers} ({clips})" in row
    assert "AUC 0.65, sensitivity 0.6, specificity 0.55" in text


def test_the_page_needs_no_other_file_and_runs_nothing() -> None:
    tags = _Tags(page(FINE, MOVED)).tags
    assert tags.count("svg") == 6
    assert not {"script", "link", "img"} & set(tags)


def test_no_name_of_a_speaker_is_told() -> None:
    assert "Jane" not in page(MOVED) + markdown([MOVED], REPORT) + str(MOVED.document())


def test_equal_runs_give_equal_pages() -> None:
    assert page(FINE) == page(rerun())


def test_the_page_begins_with_what_came_of_it() -> None:
    assert "<b>DIFFERENT</b>: the champion does not say what it said" in page(MOVED, FINE)
    assert "<b>EQUAL</b>: the champion says what it said" in page(FINE)


def test_what_differs_is_listed_on_the_page() -> None:
    text = page(MOVED)
    assert f"<code>{SAID[0].clip.sha256}</code>" in text
    assert "0.123456" in text
    assert "What differs" not in page(FINE)


def test_what_differs_of_jobs_is_counted_and_not_listed() -> None:
    """In whatever is kept: the page, the JSON, the artifact, and the sentence that runs, rows and logs have."""
    jobs = [replace(one.clip, from_job=one is not SAID[2]) for one in SAID]
    said = [replace(one, clip=clip) for one, clip in zip(SAID, jobs, strict=True)]
    moved = [replace(said[0], probability=said[0].probability * 0.9), replace(said[1], status=OTHER[said[1].status])]
    run = rerun([*moved, replace(said[2], probability=0.123456), *said[3:]])
    run = replace(run, reference=replace(run.reference, clips=tuple(jobs)))

    kept = [page(run), markdown([run], REPORT), json.dumps(run.document(), default=str), str(_summary(run))]

    for one in kept:
        assert not [clip for clip in jobs if clip.from_job and clip.sha256[:16] in one]
    assert f"3 of {len(SAID)} clips differ from their golden scores, 2 of them from jobs" in sentence(run)
    largest = said[0].probability * 0.1
    told = (
        "2 clips that come from jobs differ and are not listed, since jobs can be erased; "
        f"their probabilities moved by up to {largest:.2g}."
    )
    assert run.document()["differences"]["not_listed"] == {"clips": 2, "largest": pytest.approx(largest)}
    for one in kept[:2]:
        assert told in one
        # Of the owner's own set.
        assert SAID[2].clip.sha256 in one


@pytest.mark.parametrize(("least", "told"), [({"auc": 0.999}, True), ({"auc": 0.5}, False), ({}, False)])
def test_a_missed_floor_is_told_in_all_forms(least: dict[str, float], told: bool) -> None:
    run = rerun(least=least)
    forms = (page(run), markdown([run], REPORT), str(run.document()))
    assert [form.count("the whole interval lies below 0.999") for form in forms] == [int(told)] * 3


def test_the_artifact_has_the_same_figures_and_leads_to_the_page() -> None:
    text = markdown([FINE, rerun(kind=Kind.PHANTOMS)], REPORT)
    assert text.count("## How good") == 1
    for line in lines(FINE.figures):
        assert f"| {line.subgroup} | " in text
        assert f"| {' | '.join(line.cells.values())} |" in text
    assert f"/v1/reports/{REPORT.id}/html" in text
    assert DISCLAIMER in text


@pytest.mark.parametrize(
    ("runs", "outcome"),
    [
        ([FINE, FINE], RegressionOutcome.EQUAL),
        ([FINE, replace(FINE, differences=None)], RegressionOutcome.STORED),
        ([MOVED, FINE, replace(FINE, differences=None)], RegressionOutcome.DIFFERENT),
        ([], RegressionOutcome.EQUAL),
    ],
)
def test_the_outcome_is_the_gravest(runs: list[Rerun], outcome: RegressionOutcome) -> None:
    assert overall(runs) is outcome

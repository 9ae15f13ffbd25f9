"""What a reader gets: the verdict first, everything it rests on, and nobody's name."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from regression.gate.check import Check, Outcome
from regression.gate.report import GateReport, document, keeping, page
from regression.gate.report.crowds import crowds
from regression.gate.report.report import report_id
from regression.gate.report.rows import rows
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.storage import MemoryStore
from tests.gate_report import CHALLENGER, CHAMPION, FAILED, OPEN, PASSED, report
from tests.scored_clips import clip, duel, logits, people

HUNDRED = people(40)
DUEL = duel(HUNDRED, logits(HUNDRED), logits(HUNDRED, noise=1.0, seed=7))


@pytest.mark.parametrize(
    ("checks", "outcome", "headline"),
    [
        ([PASSED], Outcome.PASS, "version 4 passed every check"),
        ([PASSED, OPEN], Outcome.INCONCLUSIVE, "nothing failed, but 1 of 2 checks could not tell"),
        ([OPEN, FAILED, PASSED], Outcome.FAIL, "1 of 3 checks failed"),
    ],
)
def test_the_verdict_is_that_of_the_worst_check(checks: list[Check], outcome: Outcome, headline: str) -> None:
    found = report(checks=checks)
    assert found.outcome is outcome
    assert headline in page.headline(found)


def test_failures_are_told_before_what_could_not_be_told() -> None:
    assert report(checks=[OPEN, FAILED, PASSED]).reasons == (
        "Behaviour: It hears the device.",
        "Behaviour: It hears the room.",
        "Shortcut on made@1: Too few speakers.",
    )


class _Page(HTMLParser):
    """Collects what the page refers to and what can be referred to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links, self.ids, self.tags = [], [], []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name in ("href", "xlink:href", "src"):
                self.links.append(value)


@pytest.fixture(scope="module")
def text() -> str:
    return page.html(report([DUEL], [FAILED]))


def test_the_page_needs_no_other_file_and_its_links_lead_somewhere(text: str) -> None:
    found = _Page(text)
    assert found.tags.count("svg") == 5
    assert not {"script", "link", "img"} & set(found.tags)
    assert all(link.startswith("#") for link in found.links)
    assert {link[1:] for link in found.links} <= set(found.ids)
    assert len([name for name in found.ids if name.startswith("clip-")]) == len(HUNDRED)
    assert len(text) < 1_000_000


def test_the_page_begins_with_the_verdict_and_says_what_it_rests_on(text: str) -> None:
    order = [text.index(part) for part in ("does not become champion", "It hears the device.", "<h2>Checks", "<svg")]
    assert order == sorted(order)
    told = (CHALLENGER.digest, CHAMPION.digest, DUEL.reference.sha256, report().policy.sha256, DISCLAIMER)
    assert all(part in text for part in told)


def test_flips_are_listed_with_both_verdicts(text: str) -> None:
    flipped = [row for row in rows(DUEL) if row.flipped]
    assert flipped
    for row in flipped:
        assert f'<a href="#{row.anchor}">' in text
    assert f"{len(flipped)} of {len(HUNDRED)} clips" in text


def test_text_of_users_is_escaped() -> None:
    nasty = [clip(number, speaker="<b>eve</b>", task="<script>") for number in range(3)]
    found = page.html(report([duel([*HUNDRED, *nasty], *[logits([*HUNDRED, *nasty])] * 2)]))
    assert "<script>" not in found
    assert "&lt;script&gt;" in found


def test_speakers_are_numbered_and_not_named(text: str) -> None:
    named = [clip(number, speaker=f"Jane Doe {number}") for number in range(1000, 1004)]
    with_names = report([duel([*HUNDRED, *named], *[logits([*HUNDRED, *named])] * 2)])
    assert "Jane" not in page.html(with_names)
    assert "Jane" not in document.as_json(with_names)
    assert {row.speaker for row in rows(DUEL)} == {str(number) for number in range(1, 41)}


def test_the_document_is_json_without_infinities() -> None:
    odd = Check("phantoms", Outcome.FAIL, ("x",), {"off": float("inf"), "list": [np.float64("nan"), 1.0]})
    told = json.loads(document.as_json(report([DUEL], [odd])))
    assert told["checks"][0]["figures"] == {"off": None, "list": [None, 1.0]}
    assert told["outcome"] == "fail"
    assert len(told["clips"]) == len(HUNDRED)
    assert told["policy"]["accuracy"]["margin_auc"] == 0.05
    assert told["disclaimer"] == DISCLAIMER


def test_equal_reports_give_equal_pages(text: str) -> None:
    assert page.html(report([DUEL], [FAILED])) == text


def test_the_id_is_of_the_question() -> None:
    found = report([DUEL])
    asked = (found.references, found.policy, found.seed, found.environment)
    same = report_id(CHALLENGER, CHAMPION, *asked)
    assert re.fullmatch("[0-9a-f]{16}", same)
    assert same == report_id(CHALLENGER, CHAMPION, *asked)
    assert same != report_id(CHALLENGER, None, *asked)
    assert same != report_id(CHALLENGER, CHAMPION, *asked[:2], 1, found.environment)


def test_both_forms_are_kept_under_the_challenger_s_digest(tmp_path: Path) -> None:
    found, store = report(checks=[PASSED]), MemoryStore()
    keeping.store(found, store)
    keeping.store(found, store)
    assert set(store.objects) == {f"gate/{'c' * 64}/{found.id}/report.{end}" for end in ("html", "json")}
    assert keeping.write(found, tmp_path / "new").read_text() == page.html(found)
    assert json.loads((tmp_path / "new" / "report.json").read_text())["id"] == found.id


def forms(found: GateReport, folder: Path) -> list[str]:
    """All that is kept of it: in the object store, and in the folder that is attached to the version in MLflow."""
    store = MemoryStore()
    keeping.store(found, store)
    keeping.write(found, folder)
    kept = [store.get(key).decode() for key in store.objects]
    return [*kept, *(path.read_text() for path in folder.iterdir())]


def test_of_clips_that_come_from_jobs_no_row_is_kept(tmp_path: Path) -> None:
    """Nothing could take it out again when a job is erased."""
    lived = [replace(one, from_job=True) for one in HUNDRED]
    told = [logits(lived), logits(lived, noise=1.0, seed=7)]
    found = report([duel(lived, *told)])
    flipped = sum(row.flipped for row in rows(DUEL))

    kept = forms(found, tmp_path)

    assert len(kept) == 4
    for text in kept:
        assert not [one for one in lived if one.sha256[:16] in text]
    document_, page_ = (tmp_path / "report.json").read_text(), (tmp_path / "report.html").read_text()
    assert json.loads(document_)["clips"] == []
    (unlisted,) = json.loads(document_)["clips_not_listed"]
    assert (unlisted["clips"], unlisted["flipped"]) == (len(HUNDRED), flipped)
    assert f"The rows of {len(HUNDRED)} clips that come from jobs are not listed" in page_
    assert f"{flipped} of {len(HUNDRED)} clips" in page_
    # Every figure is as it is with rows.
    assert json.loads(document_)["checks"] == json.loads(document.as_json(report([DUEL])))["checks"]


def test_no_point_of_the_plots_is_a_clip_of_a_job() -> None:
    alone = [replace(one, from_job=one is HUNDRED[0]) for one in HUNDRED]
    told = [logits(HUNDRED), logits(HUNDRED, noise=1.0, seed=7)]
    said, found = DUEL.champion[0], duel(alone, *told)
    (crowd,) = crowds(found)
    assert (crowd.label, crowd.clips) == (HUNDRED[0].label, 1)
    assert crowd.champion == pytest.approx(said.probability, abs=0.05)
    assert crowd.champion != said.probability

    text = page.html(report([found]))

    assert len([name for name in _Page(text).ids if name.startswith("clip-")]) == len(HUNDRED) - 1
    assert f"#clip-{HUNDRED[0].sha256[:16]}" not in text
    assert f"#clip-{HUNDRED[1].sha256[:16]}" in text


def test_sets_of_one_s_own_are_told_as_ever(text: str) -> None:
    assert "come from jobs" not in text
    assert json.loads(document.as_json(report([DUEL])))["clips_not_listed"] == []

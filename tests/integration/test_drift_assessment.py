"""Drift from the real database: windows, the champion's profile, results that are not sound."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.drift.assessment import Assessment, assess
from flows.drift.summary import markdown
from flows.reports import keep
from flows.window import Window
from registry import bundle
from registry.profile import ProfiledClip
from registry.versions import CHAMPION, MemoryRegistry
from regression.drift import policy
from regression.drift.comparison import Outcome
from speechscan.db.reports import ReportRepository
from speechscan.db.results import ResultRepository
from speechscan.domain.report import ReportKind
from speechscan.errors import ModelNotReady
from speechscan.storage import MemoryStore
from tests.integration.screened import NOON, Row, drawn, put

# Great Expectations and Evidently warn of their own use of other libraries.
pytestmark = pytest.mark.filterwarnings("default")

WEEK = Window(NOON, NOON + timedelta(days=7))
VOWELS = ("sustained_vowel_a", "sustained_vowel_i")
POLICY = policy.read().model_copy(update={"permutations": 299})


@pytest.fixture
def registry() -> MemoryRegistry:
    made = MemoryRegistry()
    made.set_alias(CHAMPION, made.register(bundle.read(bundle.SHIPPED)))
    return made


async def assessed(engine: AsyncEngine, registry: MemoryRegistry) -> Assessment:
    return await assess(ResultRepository(engine), registry, WEEK, POLICY)


def telephone(clip: ProfiledClip) -> ProfiledClip:
    return replace(clip, quality={**clip.quality, "bandwidth_hz": 3400.0})


async def fill(
    engine: AsyncEngine,
    now: int,
    before: int,
    change: Callable[[ProfiledClip], ProfiledClip] = lambda clip: clip,
    change_row: Callable[[Row, Row], object] = lambda job, result: None,
) -> None:
    await put(engine, drawn(before, 1), WEEK.before.begin, change_row)
    await put(engine, [change(clip) for clip in drawn(now, 2)], WEEK.begin, change_row)


async def test_unchanged_results_are_no_drift(engine: AsyncEngine, registry: MemoryRegistry) -> None:
    await fill(engine, 150, 150)
    found = await assessed(engine, registry)
    assert {one.against: one.outcome for one in found.comparisons} == {
        "training": Outcome.NO_DRIFT,
        "previous": Outcome.NO_DRIFT,
    }
    training, previous = found.comparisons
    assert (training.jobs, training.people, previous.jobs) == (68, 34, 150)
    assert "format" in training.not_judged  # the training clips' files were of one kind
    assert "format" in [one.feature for one in previous.features]
    assert found.summary()["window"]["jobs"] == 150
    for comparison in found.comparisons:
        # The training has 34 recordings of each.
        assert {one.task: one.outcome for one in comparison.tasks} == dict.fromkeys(VOWELS, Outcome.NO_DRIFT)
        assert {"task", "familiar"} <= {one.feature for one in comparison.features}


async def test_jobs_that_do_not_say_what_is_spoken_are_compared_as_a_whole(
    engine: AsyncEngine, registry: MemoryRegistry
) -> None:
    """As those from before there were tasks."""

    def untold(job: Row, result: Row) -> None:
        job["task"] = result["familiar"] = result["document"]["familiar"] = None

    await fill(engine, 150, 150, change_row=untold)
    found = await assessed(engine, registry)
    assert found.outcome is Outcome.NO_DRIFT
    for comparison in found.comparisons:
        assert comparison.tasks == ()
        assert {"task", "familiar"} <= set(comparison.not_judged)


async def test_more_of_one_vowel_is_another_mix_and_no_drift_of_a_task(
    engine: AsyncEngine, registry: MemoryRegistry
) -> None:
    more, fewer = ([clip for clip in drawn(700, 5) if clip.task == vowel] for vowel in VOWELS)
    await put(engine, drawn(150, 1), WEEK.before.begin)
    await put(engine, [*more[:270], *fewer[:35]], WEEK.begin)
    found = await assessed(engine, registry)
    assert found.outcome is Outcome.DRIFT
    for comparison in found.comparisons:
        assert "task" in [one.feature for one in comparison.drifted]
        assert {one.outcome for one in comparison.tasks} == {Outcome.NO_DRIFT}


async def test_another_device_is_found_kept_and_shown(engine: AsyncEngine, registry: MemoryRegistry) -> None:
    await fill(engine, 150, 150, telephone)
    found = await assessed(engine, registry)
    assert found.outcome is Outcome.DRIFT
    for comparison in found.comparisons:
        assert [one.feature for one in comparison.drifted] == ["bandwidth_hz"]
        assert {one.task for one in comparison.drifted_tasks} == set(VOWELS)
    assert "Against previous, sustained_vowel_a: 1 of " in found.sentence

    store, reports = MemoryStore(), ReportRepository(engine)
    page = await asyncio.to_thread(found.page, POLICY)
    report = await keep(
        reports,
        store,
        ReportKind.DRIFT,
        found.outcome,
        summary=found.summary(),
        document=found.document(POLICY),
        page=page,
        model_version=found.version,
    )

    assert await reports.get(report.id) == report
    assert set(store.objects) == {report.html_key, report.json_key}
    told = json.loads(store.objects[str(report.json_key)])
    assert told["policy"]["alpha"] == POLICY.alpha
    assert {one["against"] for one in told["comparisons"]} == {"training", "previous"}
    assert {task["outcome"] for one in told["comparisons"] for task in one["tasks"]} == {"drift"}
    assert report.summary["against"]["previous"]["tasks"]["sustained_vowel_a"]["drifted"] == ["bandwidth_hz"]
    shown = store.objects[str(report.html_key)].decode()
    assert "Against training: drift" in shown
    assert "drawDashboard" in shown
    assert shown.index("bandwidth_hz") < shown.index("drawDashboard")
    text = markdown(found, report, ["A training was started."])
    assert "| bandwidth_hz |" in text
    assert "| sustained_vowel_a | drift | " in text
    assert "### Against previous, sustained_vowel_i" in text
    assert "A training was started." in text


async def test_few_jobs_are_too_few(engine: AsyncEngine, registry: MemoryRegistry) -> None:
    await fill(engine, 30, 150, telephone)
    found = await assessed(engine, registry)
    assert found.outcome is Outcome.TOO_FEW
    assert {one.outcome for one in found.comparisons} == {Outcome.TOO_FEW}


async def test_an_empty_database_is_too_few(engine: AsyncEngine, registry: MemoryRegistry) -> None:
    found = await assessed(engine, registry)
    assert found.outcome is Outcome.TOO_FEW
    assert "with fewer than 50 nothing can be told" in found.sentence
    assert "Against previous: too few" in found.page(POLICY)


async def test_one_person_many_times_is_too_few_people(engine: AsyncEngine, registry: MemoryRegistry) -> None:
    await put(engine, drawn(150, 1), WEEK.begin, lambda job, result: job.update(user_hash="a" * 64))
    found = await assessed(engine, registry)
    assert all("has 1 people" in one.sentence for one in found.comparisons)


async def test_a_window_that_is_not_sound_is_not_judged(engine: AsyncEngine, registry: MemoryRegistry) -> None:
    await fill(engine, 150, 150, telephone)
    await put(engine, drawn(1, 3), WEEK.begin, lambda job, result: job.update(format="aiff"))
    found = await assessed(engine, registry)
    assert found.outcome is Outcome.NOT_COMPARED
    for comparison in found.comparisons:
        assert "format_known (1 of 151 rows)" in comparison.sentence


async def test_results_before_that_are_not_sound_leave_the_training(
    engine: AsyncEngine, registry: MemoryRegistry
) -> None:
    await fill(engine, 150, 150)
    await put(engine, drawn(1, 3), WEEK.before.begin, lambda job, result: result["document"].clear())
    found = await assessed(engine, registry)
    assert {one.against: one.outcome for one in found.comparisons} == {
        "training": Outcome.NO_DRIFT,
        "previous": Outcome.NOT_COMPARED,
    }
    assert found.outcome is Outcome.NOT_COMPARED


async def test_a_champion_without_a_profile_says_so(
    engine: AsyncEngine, registry: MemoryRegistry, tmp_path: Path
) -> None:
    metadata = json.loads((bundle.SHIPPED / bundle.METADATA).read_text())
    for name in bundle.FILES:
        (tmp_path / name).write_bytes((bundle.SHIPPED / name).read_bytes())
    (tmp_path / bundle.METADATA).write_text(json.dumps({**metadata, "cautions": []}))
    registry.set_alias(CHAMPION, registry.register(bundle.read(tmp_path)))
    await fill(engine, 60, 60)
    found = await assessed(engine, registry)
    training, previous = found.comparisons
    assert training.outcome is Outcome.NOT_COMPARED
    assert "Version 2 has no training profile" in training.sentence
    # What version 1 said is not what the champion would say.
    assert {"probability", "verdict"} <= set(previous.not_judged)
    assert "hnr_db" in [one.feature for one in previous.features]


async def test_without_a_champion_nothing_can_be_compared(engine: AsyncEngine) -> None:
    with pytest.raises(ModelNotReady, match="no champion"):
        await assessed(engine, MemoryRegistry())


async def test_of_many_jobs_a_fixed_choice_is_compared(engine: AsyncEngine, registry: MemoryRegistry) -> None:
    await put(engine, drawn(30, 1), WEEK.begin)
    results = ResultRepository(engine)
    chosen = await results.draw(WEEK.begin, WEEK.end, 10)
    assert len(chosen) == 10
    assert chosen == await results.draw(WEEK.begin, WEEK.end, 10)

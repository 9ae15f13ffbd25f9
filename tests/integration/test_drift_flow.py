"""The flows that watch in a real Prefect server of their own: names of states, artifacts, what follows from drift."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from prefect import flow
from prefect.client.orchestration import PrefectClient, get_client

from flows.drift import flow as drift_flow
from flows.drift import reaction
from flows.drift.assessment import Assessment, Side
from flows.validation import flow as validation_flow
from flows.window import Window
from registry import bundle
from registry.versions import CHAMPION, MemoryRegistry
from regression.drift import policy
from regression.drift.comparison import Compared, Comparison, Outcome
from regression.drift.policy import DriftPolicy
from regression.drift.sample import of_results
from speechscan.db.reports import ReportFilter, ReportRepository
from speechscan.domain.report import ReportKind
from speechscan.errors import InvalidRequest
from speechscan.settings import Settings
from speechscan.storage import MemoryStore
from tests.integration.screened import NOON, drawn, put

# Prefect's temporary server, Great Expectations and Evidently warn of their own use of other libraries.
pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.timeout(400)]

WEEK = Window(NOON, NOON + timedelta(days=7))


@pytest.fixture(scope="module")
def prefect() -> Iterator[None]:
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture
def store(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
    """Store and registry in memory, both held to the same contract tests as the real ones, which are in the test
    of the stack."""
    made, registry = MemoryStore(), MemoryRegistry()
    registry.set_alias(CHAMPION, registry.register(bundle.read(bundle.SHIPPED)))
    monkeypatch.setenv("SPEECHSCAN_DATABASE_URL", settings.database_url.get_secret_value())
    for room in (drift_flow, validation_flow):
        monkeypatch.setattr(room, "S3Store", lambda _: made)
        monkeypatch.setattr(room, "MlflowRegistry", lambda *_: registry)
    return made


async def artifact(client: PrefectClient, key: str) -> str:
    found = await client.read_artifacts()
    return next(str(one.data) for one in found if one.key == key)


@pytest.mark.usefixtures("prefect")
async def test_results_that_are_not_sound_fail_the_run(engine, store) -> None:
    (job_id,) = await put(engine, drawn(1, 1), NOON, lambda job, result: job.update(format="aiff"))

    state = await validation_flow.validate_results(WEEK.begin, WEEK.end, return_state=True)

    assert state.is_failed()
    assert "format_known (1 of 1 rows)" in str(state.message)
    (report,) = await ReportRepository(engine).list(ReportFilter(kinds=(ReportKind.VALIDATION,)))
    assert report.outcome == "failed"
    assert report.flow_run_id is not None
    assert set(store.objects) == {report.json_key}
    async with get_client() as client:
        assert str(job_id) in await artifact(client, "validation")


@pytest.mark.usefixtures("prefect")
async def test_a_drift_run_says_what_it_found(engine, store) -> None:
    state = await drift_flow.drift(days=7, until=WEEK.end, return_state=True)
    assert (state.name, state.is_completed()) == ("TooFew", True)

    await put(engine, drawn(60, 1), WEEK.before.begin)
    await put(engine, drawn(60, 2), WEEK.begin)
    state = await drift_flow.drift(days=7, until=WEEK.end, return_state=True)
    assert (state.name, state.is_completed()) == ("NoDrift", True)

    state = await drift_flow.drift(days=7, until=WEEK.end, least_jobs=70, return_state=True)
    assert state.name == "TooFew"

    await put(engine, drawn(1, 3), WEEK.begin, lambda job, result: job.update(format="aiff"))
    state = await drift_flow.drift(days=7, until=WEEK.end, return_state=True)
    assert (state.name, state.is_failed()) == ("NotCompared", True)

    reports = await ReportRepository(engine).list(ReportFilter(kinds=(ReportKind.DRIFT,)))
    assert [one.outcome for one in reports] == ["not_compared", "too_few", "no_drift", "too_few"]
    assert all(one.model_version == "1" and one.html_key in store.objects for one in reports)
    async with get_client() as client:
        assert "# Drift, 2026-11-20 12:00 to 2026-11-27 12:00 UTC" in await artifact(client, "drift")
    for against in ("training", "previous"):
        tasks = reports[2].summary["against"][against]["tasks"]
        assert tasks.keys() == {"sustained_vowel_a", "sustained_vowel_i"}


def drifted(against: str) -> Assessment:
    moved = Compared("hnr_db", "measurement", 0.9, 0.001, True, 20.0, 15.0, 200)
    comparison = Comparison(against, Outcome.DRIFT, "", features=(moved,))
    return Assessment("1", WEEK, Side(0, of_results([], "1")), (comparison,), ())


def rules(action: str) -> DriftPolicy:
    return policy.read().model_copy(update={"on_drift": {"training": action, "previous": "nothing"}})


@flow(name="train")
def stand_in(manifest: str, out: str) -> None:
    """Only its deployment is needed: a run of it is asked for and never begins."""


@pytest.mark.usefixtures("prefect")
async def test_drift_starts_one_training_if_the_policy_says_so(settings: Settings, tmp_path) -> None:
    settings = settings.model_copy(update={"voice_data": tmp_path})
    said = await reaction.react(drifted("training"), rules("train"), settings, uuid4())
    assert said == ["No training was started: there is no deployment train/train."]
    async with get_client() as client:
        flow_id = await client.create_flow_from_name("train")
        await client.create_deployment(flow_id, name="train")
        run = uuid4()
        for _ in range(2):  # a task that was tried again
            (said_now,) = await reaction.react(drifted("training"), rules("train"), settings, run)
        runs = [one for one in await client.read_flow_runs() if "drift" in one.tags]
    assert [one.parameters["manifest"] for one in runs] == [str(tmp_path / "manifest.csv")]
    assert said_now == f"A training was started: the run {runs[0].name}."


@pytest.mark.usefixtures("prefect")
async def test_otherwise_none_is_started(settings: Settings) -> None:
    assert await reaction.react(drifted("training"), rules("alert"), settings, uuid4()) == []
    assert await reaction.react(drifted("previous"), rules("train"), settings, uuid4()) == []
    without = settings.model_copy(update={"voice_data": None})
    (said,) = await reaction.react(drifted("training"), rules("train"), without, uuid4())
    assert "SPEECHSCAN_VOICE_DATA" in said


@pytest.mark.parametrize(("action", "events"), [("alert", ["drift_found"]), ("nothing", [])])
async def test_an_alert_is_an_error_in_the_log(settings: Settings, action: str, events: list[str]) -> None:
    from structlog.testing import capture_logs

    with capture_logs() as logged:
        await reaction.react(drifted("training"), rules(action), settings, None)
    assert [line["event"] for line in logged if line["log_level"] == "error"] == events
    assert all((line["features"], line["against"], line["task"]) == (["hnr_db"], "training", "all") for line in logged)


async def test_an_alert_names_the_task(settings: Settings) -> None:
    from structlog.testing import capture_logs

    found = drifted("training")
    (whole,) = found.comparisons
    word = replace(whole, task="word")
    quiet = replace(found, comparisons=(replace(whole, outcome=Outcome.NO_DRIFT, tasks=(word,)),))
    with capture_logs() as logged:
        await reaction.react(quiet, rules("alert"), settings, None)
    assert [(line["event"], line["task"], line["features"]) for line in logged] == [("drift_found", "word", ["hnr_db"])]


def test_windows_that_make_no_sense_are_refused() -> None:
    with pytest.raises(InvalidRequest, match="must begin before it ends"):
        Window(NOON, NOON)
    with pytest.raises(InvalidRequest, match="with a time zone"):
        Window(NOON.replace(tzinfo=None), NOON)

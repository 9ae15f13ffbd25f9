"""What the watcher believes of a promotion's run whose process is gone, on a real Prefect server and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from uuid import UUID

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import State, StateType
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Cancelling, Completed, Failed, Pending, Running, Scheduled, Submitting
from sqlalchemy import Engine

from flows.promote import runs
from flows.promote.absence import GONE_AFTER_S, Absences
from flows.promote.attempts import Ending, next_number
from flows.promote.question import Question
from flows.promote.runs import PromotionRuns
from flows.promote.steps import open_steps
from speechscan.db import presence
from speechscan.db.engine import sync_engine
from speechscan.db.presence import Presence, is_present
from speechscan.settings import Settings
from tests.faults.support import PrefectServer

QUESTION = Question("5", "digest", "2", "policy", ())
SETTLED_AFTER_S = dict(runs._SETTLED_AFTER_S)


@pytest.fixture
def db(settings: Settings) -> Iterator[Engine]:
    made = sync_engine(settings)
    yield made
    made.dispose()


@pytest.fixture
def client(prefect_server: PrefectServer) -> Iterator[SyncPrefectClient]:
    with temporary_settings({PREFECT_API_URL: prefect_server.api}), get_client(sync_client=True) as made:
        yield made


@pytest.fixture
def unsettled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process is missed at once, whatever the state of its run."""
    monkeypatch.setattr(runs, "_SETTLED_AFTER_S", dict.fromkeys(runs._SETTLED_AFTER_S, -1.0))


@pytest.fixture
def run(client: SyncPrefectClient, unsettled: None) -> Iterator[UUID]:
    """Of `promotion` on the question, Running for long enough."""
    flow_id = client.create_flow_from_name("promotion")
    created = client.request("POST", "/flow_runs/", json={"flow_id": str(flow_id), "tags": [runs._tag(QUESTION)]})
    run_id = UUID(created.json()["id"])
    client.set_flow_run_state(run_id, Pending(), force=True)
    client.set_flow_run_state(run_id, Running(), force=True)
    yield run_id
    client.delete_flow_run(run_id)


@pytest.fixture
def deployed(client: SyncPrefectClient) -> Iterator[None]:
    """`promotion`; nobody works on its runs."""
    flow_id = client.create_flow_from_name("promotion")
    deployment_id = client.create_deployment(flow_id, name="promotion")
    yield
    for one in client.read_flow_runs():
        if one.deployment_id == deployment_id:
            client.delete_flow_run(one.id)
    client.delete_deployment(deployment_id)


@pytest.fixture
def process_ends(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """With the test."""
    endings: list[Callable[[], None]] = []
    monkeypatch.setattr(presence, "atexit", SimpleNamespace(register=endings.append))
    yield
    for end in endings:
        end()


class Clock:
    """Each look comes some seconds after the one before."""

    now = 0.0

    def __call__(self) -> float:
        self.now += 4.0
        return self.now


LOOKS = int(GONE_AFTER_S // 4) + 2


def _seen(db: Engine, looks: int = LOOKS) -> tuple[str, str]:
    """Type and message of the only run's state after some looks."""
    promotions = PromotionRuns(db, Absences(Clock()))
    for _ in range(looks):
        (attempt,) = promotions.attempts(QUESTION)
    return attempt.type, attempt.message


def _said(client: SyncPrefectClient, run: UUID) -> str | None:
    return client.read_flow_run(run).state_name


def test_one_that_lives_is_left_alone(client: SyncPrefectClient, run: UUID, db: Engine) -> None:
    with Presence(db, str(run)):
        assert _seen(db)[0] == "RUNNING"
    assert _said(client, run) == "Running"


def test_one_that_is_gone_without_a_word_is_told_as_crashed(client: SyncPrefectClient, run: UUID, db: Engine) -> None:
    assert _seen(db) == ("CRASHED", "The process of the run is gone.")
    assert _said(client, run) == "Crashed"


def test_one_that_has_lost_its_place_to_a_restart_of_the_database_has_time_to_come_back(
    client: SyncPrefectClient, run: UUID, db: Engine
) -> None:
    assert _seen(db, LOOKS - 1)[0] == "RUNNING"
    assert _said(client, run) == "Running"


@pytest.mark.parametrize(("state", "ended"), [(Pending, "Crashed"), (Submitting, "Crashed"), (Cancelling, "Cancelled")])
def test_one_whose_worker_died_before_it_began_or_was_cancelled_blocks_nobody(
    client: SyncPrefectClient, run: UUID, db: Engine, state: Callable[[], State], ended: str
) -> None:
    client.set_flow_run_state(run, state(), force=True)
    assert _seen(db)[0] == ended.upper()
    assert _said(client, run) == ended


@pytest.mark.parametrize("state", [Pending, Cancelling])
def test_one_that_has_just_begun_or_is_just_cancelled_is_waited_for(
    client: SyncPrefectClient, run: UUID, db: Engine, state: Callable[[], State], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "_SETTLED_AFTER_S", SETTLED_AFTER_S)
    client.set_flow_run_state(run, state(), force=True)
    assert _seen(db)[0] == state().type.value


def test_one_that_waits_for_its_turn_is_no_orphan(client: SyncPrefectClient, run: UUID, db: Engine) -> None:
    client.set_flow_run_state(run, Scheduled(name="AwaitingConcurrencySlot"), force=True)
    assert _seen(db)[0] == "SCHEDULED"


def test_one_that_ends_while_it_is_looked_at_has_ended_as_it_said(
    client: SyncPrefectClient, run: UUID, db: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the watcher's question to Prefect and that to the database."""
    looks = 0

    def ends(_engine: Engine, _name: str) -> bool:
        nonlocal looks
        looks += 1
        if looks == LOOKS:
            client.set_flow_run_state(run, Completed(message="Version 5 is the champion."), force=True)
        return False

    monkeypatch.setattr(runs, "is_present", ends)
    assert _seen(db) == ("COMPLETED", "Version 5 is the champion.")
    assert _said(client, run) == "Completed"


@pytest.mark.usefixtures("process_ends")
def test_a_run_is_seen_until_prefect_has_heard_of_its_end(run: UUID, db: Engine, settings: Settings) -> None:
    """Its steps are closed before its last state is told."""
    with open_steps(settings, run):
        pass
    assert _seen(db)[0] == "RUNNING"
    assert is_present(db, str(run))


def _start_and_end(client: SyncPrefectClient, promotions: PromotionRuns) -> UUID:
    """The next run of the question, which is postponed at once."""
    promotions.start(QUESTION, next_number(promotions.attempts(QUESTION)))
    (run,) = [one for one in client.read_flow_runs() if one.state and one.state.type is StateType.SCHEDULED]
    client.set_flow_run_state(run.id, Failed(name=Ending.POSTPONED), force=True)
    return run.id


@pytest.mark.usefixtures("deployed")
def test_a_run_that_prefect_has_forgotten_lowers_no_number(client: SyncPrefectClient, db: Engine) -> None:
    promotions = PromotionRuns(db)
    first = _start_and_end(client, promotions)
    _start_and_end(client, promotions)
    client.delete_flow_run(first)
    _start_and_end(client, promotions)
    assert [attempt.number for attempt in promotions.attempts(QUESTION)] == [2, 3]


@pytest.mark.usefixtures("deployed")
def test_of_many_runs_the_last_ones_count(
    client: SyncPrefectClient, db: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "_MOST", 2)
    promotions = PromotionRuns(db)
    for _ in range(4):
        _start_and_end(client, promotions)
    assert [attempt.number for attempt in promotions.attempts(QUESTION)] == [3, 4]


@pytest.mark.usefixtures("deployed")
def test_two_watchers_start_one_run(client: SyncPrefectClient, db: Engine) -> None:
    _start_and_end(client, PromotionRuns(db))
    watchers = [PromotionRuns(db), PromotionRuns(db)]
    numbers = [next_number(watcher.attempts(QUESTION)) for watcher in watchers]
    for watcher, number in zip(watchers, numbers, strict=True):
        watcher.start(QUESTION, number)
    assert [(one.type, one.number) for one in watchers[0].attempts(QUESTION)] == [("FAILED", 1), ("SCHEDULED", 2)]

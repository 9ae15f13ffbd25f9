"""What the watcher believes of a promotion's run whose process is gone, on a real Prefect server and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Completed, Pending, Running
from sqlalchemy import Engine

from flows.promote import runs
from flows.promote.question import Question
from flows.promote.runs import PromotionRuns
from flows.promote.steps import open_steps
from speechscan.db.engine import sync_engine
from speechscan.db.presence import Presence, is_present
from speechscan.settings import Settings
from tests.faults.support import PrefectServer

QUESTION = Question("5", "digest", "2", "policy", ())


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
def run(client: SyncPrefectClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[UUID]:
    """Of `promotion` on the question, Running for long enough."""
    monkeypatch.setattr(runs, "_SETTLING_S", 0.0)
    flow_id = client.create_flow_from_name("promotion")
    created = client.request("POST", "/flow_runs/", json={"flow_id": str(flow_id), "tags": [runs._tag(QUESTION)]})
    run_id = UUID(created.json()["id"])
    client.set_flow_run_state(run_id, Pending(), force=True)
    client.set_flow_run_state(run_id, Running(), force=True)
    yield run_id
    client.delete_flow_run(run_id)


def _said(client: SyncPrefectClient, run: UUID) -> str | None:
    return client.read_flow_run(run).state_name


def test_one_that_lives_is_left_alone(client: SyncPrefectClient, run: UUID, db: Engine) -> None:
    with Presence(db, str(run)):
        (attempt,) = PromotionRuns(db).attempts(QUESTION)
    assert (attempt.type, _said(client, run)) == ("RUNNING", "Running")


def test_one_that_is_gone_without_a_word_is_told_as_crashed(client: SyncPrefectClient, run: UUID, db: Engine) -> None:
    (attempt,) = PromotionRuns(db).attempts(QUESTION)
    assert (attempt.type, attempt.message) == ("CRASHED", "The process of the run is gone.")
    assert _said(client, run) == "Crashed"


def test_one_that_ends_while_it_is_looked_at_has_ended_as_it_said(
    client: SyncPrefectClient, run: UUID, db: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the watcher's question to Prefect and that to the database."""

    def ends(_engine: Engine, _name: str) -> bool:
        client.set_flow_run_state(run, Completed(message="Version 5 is the champion."), force=True)
        return False

    monkeypatch.setattr(runs, "is_present", ends)
    (attempt,) = PromotionRuns(db).attempts(QUESTION)
    assert (attempt.type, attempt.message) == ("COMPLETED", "Version 5 is the champion.")
    assert _said(client, run) == "Completed"


def test_a_run_is_seen_until_prefect_has_heard_of_its_end(run: UUID, db: Engine, settings: Settings) -> None:
    """Its steps are closed before its last state is told."""
    with open_steps(settings, run):
        pass
    (attempt,) = PromotionRuns(db).attempts(QUESTION)
    assert is_present(db, str(run))
    assert attempt.type == "RUNNING"

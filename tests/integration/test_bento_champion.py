"""Whose model the Bento serves: real MLflow, PostgreSQL and BentoML, and hands that move and change things."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from mlflow import MlflowClient
from sqlalchemy import Engine
from typer.testing import CliRunner

from registry import bundle
from registry.bootstrap import bootstrap
from registry.bundle import Bundle
from registry.pcm import from_float
from registry.promotion import promote
from registry.versions import CHAMPION, PREVIOUS, MlflowRegistry
from registry.watch_champion import ACTOR, WatchBounds, watch
from regression.phantoms import vowel
from speechscan.cli.app import app
from speechscan.db.engine import sync_engine
from speechscan.db.ledger import PostgresLedger
from speechscan.domain.ledger import Entry, Event
from speechscan.settings import Settings
from speechscan.storage import MemoryStore
from tests.bento_process import Bento, serving, until_ready
from tests.conftest import eventually, fresh_database
from tests.scoring_load import Load, under_load, until
from tests.versions import Change, passed, variant, with_a_wrong_golden_score

# MLflow's client warns of its own use of other libraries.
pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.timeout(300)]

CLIP = from_float(vowel(1, duration_s=1.2)).tobytes()
REQUESTS, CONCURRENCY = 1000, 8


@dataclass
class Served:
    bento: Bento
    registry: MlflowRegistry
    ledger: PostgresLedger
    engine: Engine
    environment: dict[str, str]
    folder: Path

    @property
    def name(self) -> str:
        return self.registry.name

    def champion(self) -> str:
        return str(httpx.post(f"{self.bento.url}/champion", json={}, timeout=30).json()["version"])

    def registered(self, change: Change | None = None, *, gated: bool = True) -> tuple[str, Bundle]:
        made = variant(self.folder, change)
        number = self.registry.register(made)
        if gated:
            passed(self.ledger, self.name, number, made.digest)
        return number, made

    def promoted(self, number: str, made: Bundle) -> Entry:
        entry = promote(self.registry, self.ledger, number, made.digest, "a test")
        eventually(lambda: self.champion() == number, timeout_s=120)
        return entry

    def refusals(self, number: str) -> list[Entry]:
        return [entry for entry in self.ledger.history(self.name, version=number) if entry.event is Event.REFUSAL]

    def heartbeat(self) -> Any:
        with self.engine.connect() as db:
            return db.exec_driver_sql("select * from model_heartbeats order by seen_at desc limit 1").one()

    def command(self, *arguments: str) -> Any:
        ended = CliRunner().invoke(app, ["models", *arguments, "--json"], env=self.environment)
        assert ended.exit_code == 0, (ended.output, ended.exception)
        return json.loads(ended.stdout)


@pytest.fixture(scope="module")
def served(mlflow_url: str, postgres: str, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("champion")
    registry = MlflowRegistry(mlflow_url, f"champion-{uuid4().hex[:8]}")
    with fresh_database(postgres, migrated) as url:
        engine = sync_engine(Settings(database_url=url))
        ledger = PostgresLedger(engine)
        bootstrap(registry, bundle.read(bundle.SHIPPED), ledger, MemoryStore())
        environment = {
            "SPEECHSCAN_MLFLOW_URL": mlflow_url,
            "SPEECHSCAN_MODEL_NAME": registry.name,
            "SPEECHSCAN_MODEL_POLL_S": "0.2",
            "SPEECHSCAN_DATABASE_URL": url.get_secret_value(),
        }
        with serving("bentos.service:Screener", folder, environment) as bento:
            until_ready(bento)
            yield Served(bento, registry, ledger, engine, environment, folder)
        engine.dispose()


async def test_three_swaps_under_load_fail_no_request_and_mix_no_versions(served: Served) -> None:
    policies = {served.champion(): bundle.read(bundle.SHIPPED).policy}
    versions = []
    for seconds in (0.61, 0.62, 0.63):

        def another_policy(metadata: dict[str, Any], seconds: float = seconds) -> None:
            metadata["policy"]["min_speech_s"] = seconds

        number, made = await asyncio.to_thread(served.registered, another_policy)
        policies[number] = made.policy
        versions.append((number, made))
    assert len(set(policies.values())) == 4

    async def swap(load: Load) -> None:
        for n, (number, made) in enumerate(versions, 1):
            await until(lambda: load.requests >= n * REQUESTS / 4, 120)  # noqa: B023 - awaited within its round
            await asyncio.to_thread(promote, served.registry, served.ledger, number, made.digest, "a test")
            await until(lambda: number in load.answers[-1].versions, 60)  # noqa: B023 - as above
        await until(lambda: load.requests >= REQUESTS, 120)

    load = await under_load(served.bento.url, [CLIP, CLIP], CONCURRENCY, swap)

    assert load.failures == []
    assert len(load.answers) >= REQUESTS
    assert {frozenset({version}) for version in policies} == {answer.versions for answer in load.answers}
    for answer in load.answers:
        (version,) = answer.versions
        assert answer.policies == {policies[version]}
    # Each old model was let go when its last request had ended.
    eventually(lambda: served.bento.log.read_text().count('"event": "drained"') == 3, timeout_s=120)


def test_a_champion_moved_by_hand_to_an_ungated_version_is_refused(served: Served) -> None:
    before = served.champion()
    number, made = served.registered(gated=False)
    served.registry.set_alias(CHAMPION, number)
    (refusal,) = eventually(lambda: served.refusals(number), timeout_s=120)
    assert "passed no gate" in refusal.reasons[0]
    assert refusal.digest == made.digest
    eventually(lambda: served.heartbeat().refused_version == number)
    assert (served.champion(), served.heartbeat().model_version) == (before, before)
    assert served.bento.answers("/readyz") == 200
    passed(served.ledger, served.name, number, made.digest)
    eventually(lambda: served.champion() == number, timeout_s=120)
    eventually(lambda: served.heartbeat().refused_version is None)
    assert len(served.refusals(number)) == 1
    served.registry.set_alias(CHAMPION, before)
    eventually(lambda: served.champion() == before, timeout_s=120)


def test_an_artifact_that_was_changed_after_the_gate_is_refused(served: Served, mlflow_url: str) -> None:
    before = served.champion()
    number, _ = served.registered()
    other = variant(served.folder)
    # Consistent in itself, so only the ledger's digest can tell.
    _replace_artifact(mlflow_url, served.name, number, bundle.METADATA, (other.folder / bundle.METADATA).read_bytes())
    served.registry.set_alias(CHAMPION, number)
    (refusal,) = eventually(lambda: served.refusals(number), timeout_s=120)
    assert "were changed" in refusal.reasons[0]
    assert refusal.digest == other.digest
    assert served.champion() == before
    served.registry.set_alias(CHAMPION, before)


def _replace_artifact(url: str, name: str, number: str, file: str, content: bytes) -> None:
    """As whoever can write to the artifact store."""
    uri = MlflowClient(url, url).get_model_version_download_uri(name, number)
    path = f"{uri.removeprefix('mlflow-artifacts:/')}/extra_files/{file}"
    httpx.put(f"{url}/api/2.0/mlflow-artifacts/artifacts/{path}", content=content).raise_for_status()


def test_a_process_that_starts_while_an_ungated_version_is_champion_serves_the_ledgers(
    served: Served, tmp_path: Path
) -> None:
    before = served.ledger.champion_at(served.name)
    assert before is not None
    number, _ = served.registered(gated=False)
    served.registry.set_alias(CHAMPION, number)
    with serving("bentos.service:Screener", tmp_path, served.environment) as bento:
        until_ready(bento)
        assert httpx.post(f"{bento.url}/champion", json={}, timeout=30).json()["version"] == before.version
    served.registry.set_alias(CHAMPION, before.version)


def test_a_promoted_version_that_fails_its_golden_clip_is_rolled_back(served: Served) -> None:
    number, made = served.registered()
    good = served.promoted(number, made)
    number, bad = served.registered(with_a_wrong_golden_score)
    promote(served.registry, served.ledger, number, bad.digest, "a test")
    bounds = WatchBounds(minutes=10, max_error_rate=0.01, least_scorings=100)
    entry = eventually(lambda: watch(served.registry, served.ledger, served.engine, bounds), timeout_s=120)
    assert (entry.event, entry.actor, entry.version) == (Event.ROLLBACK, ACTOR, good.version)
    assert "golden clip" in entry.reasons[0]
    assert served.registry.resolve(CHAMPION) == served.champion() == good.version
    assert served.registry.resolve(PREVIOUS) == number
    assert watch(served.registry, served.ledger, served.engine, bounds) is None


def test_a_private_service_serves_the_pinned_version_and_tells_nobody(served: Served, tmp_path: Path) -> None:
    number, made = served.registered(gated=False)
    private = {**served.environment, "SPEECHSCAN_MODEL_PIN": number}
    with served.engine.connect() as db:
        before = db.exec_driver_sql("select count(*) from model_heartbeats").scalar_one()
    with serving("bentos.service:Screener", tmp_path, private) as bento:
        until_ready(bento)
        assert httpx.post(f"{bento.url}/champion", json={}, timeout=30).json() == {
            "name": served.name,
            "version": number,
        }
    with served.engine.connect() as db:
        assert db.exec_driver_sql("select count(*) from model_heartbeats").scalar_one() == before
    assert served.refusals(number) == []
    assert served.champion() != number
    assert bundle.read(made.folder).digest == made.digest


def test_the_commands_tell_and_roll_back(served: Served) -> None:
    number, made = served.registered()
    promoted = served.promoted(number, made)
    listed = served.command("list")
    assert [row["version"] for row in listed] == [one.number for one in reversed(served.registry.versions())]
    (row,) = [row for row in listed if row["version"] == number]
    assert (row["aliases"], row["gate"], row["cleared"], row["champion"]) == ([CHAMPION], "pass", True, True)
    assert served.command("champion")["version"] == number
    at = served.command("champion", "--at", promoted.at.isoformat())
    assert (at["version"], at["at"]) == (number, promoted.at.isoformat())
    shown = served.command("show", number)
    assert [entry["event"] for entry in shown["history"]] == ["promotion", "gate"]
    rolled = served.command("rollback", "--reason", "It is slow.")
    assert (rolled["event"], rolled["version"], rolled["reasons"]) == (
        "rollback", promoted.previous_version, ["It is slow."],
    )  # fmt: skip
    assert served.command("history", "--limit", "1") == [rolled]
    eventually(lambda: served.champion() == promoted.previous_version, timeout_s=120)


@pytest.mark.parametrize(
    "arguments", [["list"], ["history"], ["champion"], ["show", "1"], ["history", "--version", "1"]], ids=" ".join
)
def test_the_commands_print_tables_for_people(served: Served, arguments: list[str]) -> None:
    ended = CliRunner().invoke(app, ["models", *arguments], env=served.environment)
    assert ended.exit_code == 0, ended.output
    assert "1" in ended.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "999"], "MLflow has no version 999"),
        (["champion", "--at", "2001-01-01"], "There was no champion at 2001-01-01"),
        (["champion", "--at", "noon"], "no time in ISO 8601"),
    ],
)
def test_what_cannot_be_answered_is_said(served: Served, arguments: list[str], says: str) -> None:
    ended = CliRunner().invoke(app, ["models", *arguments], env=served.environment)
    assert ended.exit_code != 0
    assert says in str(ended.exception)

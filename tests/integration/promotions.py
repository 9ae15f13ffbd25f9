"""Promotion on a real stack, as its people see it: aliases set through MLflow's client as its UI does, runs read and
resumed through Prefect's API as its UI does."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import psycopg
import yaml
from sqlalchemy import Engine, text

from registry.bundle import Bundle
from registry.versions import CHALLENGER, CHAMPION, PREVIOUS, MlflowRegistry
from regression.gate import policy
from regression.gate.report.keeping import DOCUMENT
from regression.references.reference import Reference
from regression.references.store import ReferenceStore
from speechscan.db.engine import psycopg_url, sync_engine
from speechscan.db.ledger import PostgresLedger
from speechscan.domain.ledger import Entry, Event
from speechscan.settings import Settings
from speechscan.storage import S3Store
from tests.conftest import eventually

FINAL = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
# A gate takes about a minute on an idle machine.
JUDGED_WITHIN_S = 420.0


@dataclass(frozen=True)
class Promotions:
    settings: Settings

    @cached_property
    def engine(self) -> Engine:
        return sync_engine(self.settings)

    @cached_property
    def registry(self) -> MlflowRegistry:
        return MlflowRegistry(self.settings.mlflow_url, self.settings.model_name)

    @cached_property
    def ledger(self) -> PostgresLedger:
        return PostgresLedger(self.engine)

    @cached_property
    def objects(self) -> S3Store:
        return S3Store(self.settings)

    @cached_property
    def prefect(self) -> httpx.Client:
        return httpx.Client(base_url=f"{self.settings.prefect_api_url}/", timeout=30)

    def close(self) -> None:
        self.engine.dispose()
        self.prefect.close()

    def register(self, made: Bundle) -> str:
        return self.registry.register(made)

    def set_alias(self, alias: str, version: str) -> None:
        from mlflow import MlflowClient

        client = MlflowClient(tracking_uri=self.settings.mlflow_url, registry_uri=self.settings.mlflow_url)
        client.set_registered_model_alias(self.settings.model_name, alias, version)

    def challenge(self, version: str) -> None:
        self.set_alias(CHALLENGER, version)

    def ask_nothing(self) -> None:
        """The alias on the champion: another policy or other reference sets then ask about nobody."""
        self.challenge(self.champion)

    @property
    def references(self) -> ReferenceStore:
        return ReferenceStore(self.objects)

    def add_reference(self, name: str, folder: Path) -> Reference:
        return self.references.add(name, folder / "manifest.csv")

    # -- what the ledger and the registry say

    def entries(self, event: Event, version: str | None = None) -> list[Entry]:
        """Oldest first."""
        found = self.ledger.history(self.settings.model_name, version=version)
        return [entry for entry in found[::-1] if entry.event is event]

    def gate(self, version: str) -> Entry:
        """The latest."""
        return self.entries(Event.GATE, version)[-1]

    def report(self, version: str) -> dict[str, Any]:
        """Of the latest gate, as the object store has it beside the page."""
        folder = str(self.gate(version).report_key).rpartition("/")[0]
        found: dict[str, Any] = json.loads(self.objects.get(f"{folder}/{DOCUMENT}"))
        return found

    def listed(self, version: str) -> list[tuple[str, str]]:
        """Outcome and page of each gate report on the version that the API lists."""
        query = "select outcome, html_key from reports where kind = 'gate' and model_version = :version"
        with self.engine.connect() as db:
            return [(row.outcome, row.html_key) for row in db.execute(text(query), {"version": version})]

    @property
    def champion(self) -> str:
        """By the ledger."""
        entry = self.ledger.champion_at(self.settings.model_name)
        assert entry is not None
        return entry.version

    @property
    def served(self) -> str:
        answer = httpx.post(f"{self.settings.scorer_url}/champion", json={}, timeout=10)
        return str(answer.raise_for_status().json()["version"])

    def assert_consistent(self) -> None:
        """Aliases and ledger say the same, and each promotion stands there once."""
        current = self.ledger.champion_at(self.settings.model_name)
        assert current is not None
        aliases = self.registry.aliases()
        assert (aliases[CHAMPION], aliases.get(PREVIOUS)) == (current.version, current.previous_version)
        promoted = [entry.version for entry in self.entries(Event.PROMOTION)]
        assert len(promoted) == len(set(promoted))

    # -- runs in Prefect

    def runs(self, version: str) -> list[dict[str, Any]]:
        """Of the flow `promotion` on this version, oldest first."""
        asked = {"flows": {"name": {"any_": ["promotion"]}}, "sort": "EXPECTED_START_TIME_ASC"}
        found = self.prefect.post("flow_runs/filter", json=asked).raise_for_status().json()
        return [run for run in found if run["parameters"].get("version") == version]

    def run(self, version: str, number: int = 1) -> dict[str, Any]:
        """The number-th run; waits until there is one."""
        return eventually(lambda: dict(enumerate(self.runs(version), 1)).get(number), timeout_s=120, every_s=0.2)

    def until_state(self, version: str, *types: str, number: int = 1) -> dict[str, Any]:
        def reached() -> dict[str, Any] | None:
            run = self.run(version, number)
            return run if run["state"]["type"] in types else None

        return eventually(reached, timeout_s=JUDGED_WITHIN_S, every_s=0.5)

    def ended(self, version: str, number: int = 1) -> dict[str, Any]:
        return self.until_state(version, *FINAL, number=number)

    def task_begins(self, version: str, name: str, number: int = 1) -> dict[str, Any]:
        """The run, when its task run of this name is Running."""

        def under_way() -> dict[str, Any] | None:
            run = self.run(version, number)
            assert run["state"]["type"] not in FINAL, run["state"]
            asked = {"flow_runs": {"id": {"any_": [run["id"]]}}}
            tasks = self.prefect.post("task_runs/filter", json=asked).raise_for_status().json()
            names = {task["name"].rpartition("-")[0] for task in tasks if task["state_type"] == "RUNNING"}
            return run if name in names else None

        return eventually(under_way, timeout_s=JUDGED_WITHIN_S, every_s=0.2)

    def kill(self, run: dict[str, Any]) -> None:
        """-9 for the process of the run."""
        os.kill(int(self.prefect.get(f"flow_runs/{run['id']}").json()["infrastructure_pid"]), signal.SIGKILL)

    def resume(self, run: dict[str, Any]) -> None:
        self.prefect.post(f"flow_runs/{run['id']}/resume", json={}).raise_for_status()

    def cancel(self, run: dict[str, Any]) -> None:
        state = {"state": {"type": "CANCELLING"}}
        self.prefect.post(f"flow_runs/{run['id']}/set_state", json=state).raise_for_status()

    def run_regression(self, references: list[str] | None = None) -> dict[str, Any]:
        """By hand, as the Prefect UI does; returns the ended run."""
        deployment = self.prefect.get("deployments/name/regression/regression").raise_for_status().json()
        asked = {"parameters": {"references": references}}
        made = self.prefect.post(f"deployments/{deployment['id']}/create_flow_run", json=asked).raise_for_status()

        def ended() -> dict[str, Any] | None:
            run = self.prefect.get(f"flow_runs/{made.json()['id']}").raise_for_status().json()
            return run if run["state"]["type"] in FINAL else None

        return eventually(ended, timeout_s=180, every_s=0.5)

    def artifact(self, run: dict[str, Any]) -> str:
        """The Markdown that the run left."""
        asked = {"flow_runs": {"id": {"any_": [run["id"]]}}}
        (found,) = self.prefect.post("artifacts/filter", json=asked).raise_for_status().json()
        return str(found["data"])

    # -- steps held up, so that they can be killed where it matters

    @contextmanager
    def ledger_held(self) -> Iterator[None]:
        """Whoever writes to the ledger waits; who reads does not."""
        with psycopg.connect(psycopg_url(self.settings)) as db:
            db.execute("lock table model_ledger in exclusive mode")
            yield
            db.rollback()

    def until_somebody_waits(self) -> None:
        """For a lock in the database."""

        def waits() -> bool:
            with psycopg.connect(psycopg_url(self.settings)) as db:
                (count,) = db.execute("select count(*) from pg_locks where not granted").fetchone() or (0,)
            return bool(count)

        eventually(waits, timeout_s=JUDGED_WITHIN_S, every_s=0.1)


def quick_policy(path: Path, *, approval: bool = False) -> Path:
    """The project's own policy with smaller samples; and no test depends on how fast a machine is."""
    chosen = yaml.safe_load(policy.FILE.read_text())
    chosen["accuracy"]["replicates"] = 400
    chosen["behaviour"]["clips"] = chosen["served"]["clips"] = 10
    for bounds in chosen["behaviour"]["alterations"].values():
        # One of so few clips may lie at the threshold.
        bounds["opposite"] = max(bounds["opposite"], 0.1)
    chosen["cost"] |= {"clips": 3, "repeats": 1, "slower": 1000.0}
    chosen["approval"]["required"] = approval
    path.write_text(yaml.safe_dump(chosen))
    return path

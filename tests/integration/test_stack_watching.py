"""The deployments drift, validate-results and retention in the whole stack, started as an operator does it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from speechscan.db.engine import async_engine
from tests.conftest import eventually
from tests.integration.conftest import Stack
from tests.integration.local_stack import speechscan
from tests.integration.screened import drawn, put

pytestmark = [pytest.mark.stack, pytest.mark.slow, pytest.mark.timeout(600)]

ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def prefect(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{stack.settings.prefect_api_url}/", timeout=30) as client:
        yield client


@pytest.fixture
def run(prefect: httpx.Client) -> Callable[..., dict[str, Any]]:
    """Starts a deployment as the UI does, and gives the ended run."""

    def started(name: str, flow: str | None = None, **parameters: object) -> dict[str, Any]:
        found = prefect.get(f"deployments/name/{flow or name}/{name}").raise_for_status().json()
        made = prefect.post(f"deployments/{found['id']}/create_flow_run", json={"parameters": parameters})
        run_id = made.raise_for_status().json()["id"]

        def ended() -> dict[str, Any] | None:
            told: dict[str, Any] = prefect.get(f"flow_runs/{run_id}").raise_for_status().json()
            return told if told["state"]["type"] in ENDED else None

        run: dict[str, Any] = eventually(ended, timeout_s=240, every_s=0.5)
        return run

    return started


@pytest.fixture(scope="module")
def responsible(stack: Stack) -> Iterator[httpx.Client]:
    made = speechscan("keys", "create", "responsible", "--scope", "reports", "--data-dir", str(stack.local.folder.root))
    assert made.returncode == 0, made.stderr
    key = {"Authorization": f"Bearer {made.stdout.strip()}"}
    with httpx.Client(base_url=stack.settings.api_url, headers=key, timeout=30) as client:
        yield client


def reported(responsible: httpx.Client, kind: str, run: dict[str, Any]) -> dict[str, Any]:
    """The one report that this run has made."""
    listed = responsible.get("/v1/reports", params={"kind": kind, "limit": 100}).raise_for_status().json()["reports"]
    (found,) = [report for report in listed if report["flow_run_id"] == run["id"]]
    return dict(found)


def fill(stack: Stack, count: int, days_ago: float, seed: int, **change: Any) -> None:
    async def insert() -> None:
        engine = async_engine(stack.settings, pool_size=1)
        await put(engine, drawn(count, seed), NOW - timedelta(days=days_ago), **change)
        await engine.dispose()

    asyncio.run(insert())


def test_drift_is_found_kept_and_shown(
    stack: Stack, run: Callable[..., dict[str, Any]], responsible: httpx.Client
) -> None:
    def telephone(job: dict[str, Any], result: dict[str, Any]) -> None:
        result["document"]["quality"]["bandwidth_hz"] = 3400.0

    fill(stack, 80, 10, seed=1)
    fill(stack, 80, 3, seed=2, change=telephone)

    ended = run("drift")

    state = ended["state"]
    assert (state["name"], state["type"]) == ("Drift", "COMPLETED"), state
    assert "bandwidth_hz" in state["message"]
    report = reported(responsible, "drift", ended)
    assert report["outcome"] == "drift"
    for against in ("training", "previous"):
        assert "bandwidth_hz" in report["summary"]["against"][against]["drifted"]
    page = responsible.get(report["links"]["html"])
    assert "Against previous: drift" in page.text
    assert len(page.content) > 3_000_000
    metrics = httpx.get(f"{stack.settings.api_url}/metrics", timeout=30).text
    assert 'speechscan_drift_found{against="previous",task="all"} 1.0' in metrics
    assert 'speechscan_database_bytes{database="prefect"}' in metrics


def test_a_fault_in_the_results_fails_the_run_and_holds_up_drift(
    stack: Stack, run: Callable[..., dict[str, Any]], responsible: httpx.Client
) -> None:
    fill(stack, 1, 3, seed=3, change=lambda job, result: job.update(format="aiff"))
    window = {"begin": (NOW - timedelta(days=4)).isoformat(), "end": NOW.isoformat()}

    ended = run("validate-results", **window)

    assert ended["state"]["type"] == "FAILED"
    assert "format_known (1 of" in ended["state"]["message"]
    assert reported(responsible, "validation", ended)["outcome"] == "failed"
    assert run("drift")["state"]["name"] == "NotCompared"


def test_retention_says_what_would_go_and_touches_nothing(stack: Stack, run: Callable[..., dict[str, Any]]) -> None:
    state = run("retention", dry_run=True)["state"]
    assert state["type"] == "COMPLETED"
    assert state["message"].startswith("Everything is kept")

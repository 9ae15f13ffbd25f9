"""Turns of deployments of which one run at a time may be under way, over a Prefect server that is killed; and the runs
of a stack that was."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.stack.dead_runs import close_dead_runs
from infra.stack.deployments import Deployments
from infra.stack.folder import DataFolder
from tests.faults.support import PrefectServer


@dataclass
class Deployment:
    http: httpx.Client
    id: str

    def run(self) -> str:
        """A new one."""
        made = self.http.post(f"deployments/{self.id}/create_flow_run", json={}).raise_for_status()
        return str(made.json()["id"])

    def asks(self, run: str, state: str) -> str:
        """The state that the run then has."""
        self.http.post(f"flow_runs/{run}/set_state", json={"state": {"type": state}}).raise_for_status()
        return str(self.state(run)["type"])

    def state(self, run: str) -> dict[str, Any]:
        found: dict[str, Any] = self.http.get(f"flow_runs/{run}").raise_for_status().json()["state"]
        return found


@pytest.fixture
def deployment(prefect_server: PrefectServer) -> Iterator[Deployment]:
    """One run at a time, others wait."""
    if not prefect_server.healthy():
        prefect_server.start()
    with httpx.Client(base_url=f"{prefect_server.api}/", timeout=30) as http:
        flow = http.post("flows/", json={"name": "nightly"}).raise_for_status().json()["id"]
        asked = {
            "name": "nightly",
            "flow_id": flow,
            "concurrency_limit": 1,
            "concurrency_options": {"collision_strategy": "ENQUEUE"},
        }
        yield Deployment(http, http.post("deployments/", json=asked).raise_for_status().json()["id"])
        http.delete(f"flows/{flow}")


def test_a_turn_outlives_a_server_that_is_killed(deployment: Deployment, prefect_server: PrefectServer) -> None:
    first, second = deployment.run(), deployment.run()
    assert deployment.asks(first, "PENDING") == "PENDING"
    lease = deployment.state(first)["state_details"]["deployment_concurrency_lease_id"]
    prefect_server.stop(signal.SIGKILL)
    prefect_server.start()
    # As the run does every few minutes: refused, it ends itself.
    renewed = deployment.http.post(f"v2/concurrency_limits/leases/{lease}/renew", json={"lease_duration": 300})
    assert renewed.is_success, renewed.text
    assert deployment.asks(first, "RUNNING") == "RUNNING"
    assert deployment.asks(second, "PENDING") == "SCHEDULED"
    assert deployment.asks(first, "COMPLETED") == "COMPLETED"
    assert deployment.asks(second, "PENDING") == "PENDING"


async def test_runs_of_a_stack_that_was_killed_are_closed_and_give_their_turn_back(
    deployment: Deployment, prefect_server: PrefectServer
) -> None:
    dead, following = deployment.run(), deployment.run()
    for state in ("PENDING", "RUNNING"):
        assert deployment.asks(dead, state) == state
    async with httpx.AsyncClient(timeout=30) as http:
        assert await close_dead_runs(http, prefect_server.api) == 1
        assert await close_dead_runs(http, prefect_server.api) == 0
    state = deployment.state(dead)
    assert (state["type"], state["message"]) == ("CRASHED", "The stack was stopped in the middle of it.")
    assert deployment.state(following)["type"] == "SCHEDULED"
    assert deployment.asks(following, "PENDING") == "PENDING"


async def test_one_that_was_being_cancelled_is_cancelled(deployment: Deployment, prefect_server: PrefectServer) -> None:
    run = deployment.run()
    for state in ("PENDING", "RUNNING", "CANCELLING"):
        assert deployment.asks(run, state) == state
    async with httpx.AsyncClient(timeout=30) as http:
        assert await close_dead_runs(http, prefect_server.api) == 1
    assert deployment.state(run)["type"] == "CANCELLED"


async def test_a_pause_outlives_a_deployment_that_breaks_off(
    deployment: Deployment, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    """`prefect deploy` resumes what was paused, and then something goes wrong."""
    address = f"deployments/{deployment.id}"
    deployment.http.post(f"{address}/pause_deployment", json={}).raise_for_status()
    folder = DataFolder.at(tmp_path)
    folder.prefect.mkdir()

    async def resumes() -> None:
        deployment.http.post(f"{address}/resume_deployment", json={}).raise_for_status()

    async def breaks() -> None:
        await resumes()
        raise RuntimeError("the network is away")

    async with httpx.AsyncClient(timeout=30) as http:
        with pytest.raises(RuntimeError):
            await Deployments(http, prefect_server.api, folder, breaks).register()
        assert not deployment.http.get(address).json()["paused"]
        await Deployments(http, prefect_server.api, folder, resumes).register()
    assert deployment.http.get(address).json()["paused"]

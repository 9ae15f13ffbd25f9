"""What `prefect deploy --all` has put into the Prefect of the whole stack, and that an operator can start it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from infra.stack.program import ROOT
from tests.conftest import eventually
from tests.integration.conftest import Stack

pytestmark = [pytest.mark.stack, pytest.mark.slow, pytest.mark.timeout(400)]

ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
DEPLOYMENTS = {one["name"]: one for one in yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]}


@pytest.fixture(scope="module")
def prefect(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{stack.settings.prefect_api_url}/", timeout=30) as client:
        yield client


def test_the_server_has_every_deployment_as_the_file_says(stack: Stack) -> None:
    found = {one["name"]: one for one in stack.deployments}
    assert found.keys() == DEPLOYMENTS.keys()
    for name, wanted in DEPLOYMENTS.items():
        there = found[name]
        assert there["description"].split() == wanted["description"].split()
        assert there["tags"] == wanted["tags"]
        assert [_schedule(one["schedule"]) for one in there["schedules"]] == [
            _schedule(one) for one in wanted["schedules"]
        ]
        assert all(one["active"] for one in there["schedules"])
        assert (there["global_concurrency_limit"] or {}).get("limit") == wanted.get("concurrency_limit", {}).get(
            "limit"
        )


def test_screen_is_started_by_hand_and_cancelled(prefect: httpx.Client) -> None:
    # A run by hand ends with the queue, which is empty here: some end before the cancel has come.
    assert "CANCELLED" in (_end_of_cancelled(prefect, "screen") for _ in range(5))


def _end_of_cancelled(prefect: httpx.Client, name: str) -> str:
    """Type of the last state of a run that is cancelled as soon as it is Running."""
    run = _start(prefect, name)
    eventually(lambda: _state(prefect, run)["type"] not in ("SCHEDULED", "PENDING"), timeout_s=120)
    state = {"type": "CANCELLING", "name": "Cancelling"}
    prefect.post(f"flow_runs/{run}/set_state", json={"state": state}).raise_for_status()
    eventually(lambda: _state(prefect, run)["type"] in ENDED, timeout_s=120, every_s=0.5)
    return str(_state(prefect, run)["type"])


def test_a_training_that_cannot_begin_says_why(prefect: httpx.Client, tmp_path: Path) -> None:
    run = _start(prefect, "train", manifest=str(tmp_path / "none.csv"), out=str(tmp_path / "out"))
    eventually(lambda: _state(prefect, run)["type"] == "FAILED", timeout_s=120, every_s=0.5)
    assert "none.csv" in _state(prefect, run)["message"]


def test_a_parameter_of_the_wrong_type_is_refused_at_once(prefect: httpx.Client) -> None:
    answer = _asked(prefect, "retention", most="all")
    assert answer.status_code == httpx.codes.CONFLICT
    assert "'all' is not of type 'integer'" in answer.text


def _schedule(schedule: dict[str, Any]) -> object:
    """An interval in seconds, or a cron line with its time zone."""
    if schedule.get("cron"):
        return (schedule["cron"], schedule["timezone"])
    return timedelta(seconds=schedule["interval"])


def _asked(prefect: httpx.Client, name: str, **parameters: object) -> httpx.Response:
    found = prefect.get(f"deployments/name/{name}/{name}").raise_for_status().json()
    return prefect.post(
        f"deployments/{found['id']}/create_flow_run",
        json={"parameters": parameters, "enforce_parameter_schema": True},
    )


def _start(prefect: httpx.Client, name: str, **parameters: object) -> str:
    return str(_asked(prefect, name, **parameters).raise_for_status().json()["id"])


def _state(prefect: httpx.Client, run: str) -> dict[str, Any]:
    state: dict[str, Any] = prefect.get(f"flow_runs/{run}").raise_for_status().json()["state"]
    return state

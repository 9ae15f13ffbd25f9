"""The whole local stack, started once a session by the real command."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from speechscan.settings import Settings
from tests.conftest import eventually
from tests.integration.local_stack import LocalStack, running, speechscan


@dataclass(frozen=True, slots=True)
class Stack:
    local: LocalStack
    settings: Settings
    token: str
    """An API key with all scopes."""
    deployments: list[dict[str, Any]]
    """As the start has put them into Prefect, before the schedules were switched off."""


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    root = tmp_path_factory.mktemp("stack") / "data"
    # Two of each, as in production: what is counted by process must be right all the same.
    with running(root, settings={"SPEECHSCAN_API_WORKERS": "2", "SPEECHSCAN_SCORER_WORKERS": "2"}) as local:
        made = speechscan("keys", "create", "tests", "--data-dir", str(root))
        assert made.returncode == 0, made.stderr
        with httpx.Client(base_url=f"{local.settings.prefect_api_url}/", timeout=30) as prefect:
            deployments = prefect.post("deployments/filter", json={}).raise_for_status().json()
            _leave_to_the_tests(prefect, deployments)
        yield Stack(local, local.settings, made.stdout.strip(), deployments)


def _leave_to_the_tests(prefect: httpx.Client, deployments: list[dict[str, Any]]) -> None:
    """What runs at its hour would write reports and golden scores of its own between those of a test, and Prefect would
    cancel the test's run beside it. Housekeeping goes on: that its runs are planned is tested."""
    others = [one for one in deployments if one["name"] != "housekeeping"]
    for one in others:
        for schedule in one["schedules"]:
            path = f"deployments/{one['id']}/schedules/{schedule['id']}"
            prefect.patch(path, json={"active": False}).raise_for_status()
    nightly = [one["id"] for one in others if any(schedule["schedule"].get("cron") for schedule in one["schedules"])]
    wanted = {
        "deployments": {"id": {"any_": nightly}},
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED", "PENDING", "RUNNING"]}}},
    }
    # One whose hour struck just before.
    eventually(lambda: prefect.post("flow_runs/count", json=wanted).raise_for_status().json() == 0, timeout_s=300)

"""What an operator has set in the Prefect UI outlives a restart of the stack and an update of the flows."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.integration.local_stack import LocalStack, running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
PREFECT = ("postgres", "prefect", "deployments-worker")


def _deployment(stack: LocalStack, name: str) -> dict[str, object]:
    url = f"{stack.settings.prefect_api_url}/deployments/name/{name}/{name}"
    found: dict[str, object] = httpx.get(url, timeout=30).raise_for_status().json()
    return found


def test_a_pause_outlives_a_restart_and_an_update(tmp_path: Path) -> None:
    with running(tmp_path / "data", only=PREFECT) as stack:
        screen = _deployment(stack, "screen")
        httpx.post(
            f"{stack.settings.prefect_api_url}/deployments/{screen['id']}/pause_deployment", timeout=30
        ).raise_for_status()
        mark = stack.folder.prefect / "deployed.sha256"
    with running(tmp_path / "data", only=PREFECT) as again:
        assert _deployment(again, "screen")["paused"]
    mark.write_text("as after an update of the flows")
    with running(tmp_path / "data", only=PREFECT) as updated:
        assert _deployment(updated, "screen")["paused"]
        assert not _deployment(updated, "housekeeping")["paused"]
        assert mark.read_text() != "as after an update of the flows"

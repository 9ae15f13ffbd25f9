"""Runs that ended with a stack which was killed: Prefect would show them as running for ever."""

from __future__ import annotations

import httpx

from infra.stack.prefect_api import post

_MESSAGE = "The stack was stopped in the middle of it."
# What is claimed by no process, as what waits for approval, goes on. A killed worker's shifts are closed by the next.
_UNDER_WAY = ["PENDING", "RUNNING", "CANCELLING"]
_CLOSED_ELSEWHERE = "screen"


async def close_dead_runs(http: httpx.AsyncClient, api_url: str) -> int:
    """To be called before the process worker starts: whatever run of a deployment is under way then has no process.
    It gives back the deployment's turn, too. Returns how many there were."""
    deployments = await post(http, f"{api_url}/deployments/filter")
    ids = [one["id"] for one in deployments if one["name"] != _CLOSED_ELSEWHERE]
    asked = {
        "deployments": {"id": {"any_": ids}},
        "flow_runs": {"state": {"type": {"any_": _UNDER_WAY}}},
    }
    closed = 0
    while found := await post(http, f"{api_url}/flow_runs/filter", asked):
        for run in found:
            ending = "CANCELLED" if run["state_type"] == "CANCELLING" else "CRASHED"
            state = {"type": ending, "message": _MESSAGE}
            await post(http, f"{api_url}/flow_runs/{run['id']}/set_state", {"state": state, "force": True})
        closed += len(found)
    return closed

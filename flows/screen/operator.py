"""What the operator asks for in the Prefect UI, and what the worker tells there.

A flow run that is called directly does not notice its own cancellation, and cannot be paused: both are looked up.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from uuid import UUID

import httpx
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
    TaskRunFilter,
    TaskRunFilterState,
    TaskRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.exceptions import ObjectNotFound
from prefect.states import Crashed

from speechscan.telemetry import logs

_log = logs.get(__name__)
_DEPLOYMENT = "screen/screen"
_NAME_PREFIX = "shift"
# What the client raises when the server is away or answers nonsense while it starts.
AWAY = (httpx.HTTPError, OSError)


def shift_name(number: int) -> str:
    """Tells which process ran the shift, so that a later one can see whether that is still alive."""
    return f"{_NAME_PREFIX}/{socket.gethostname()}/{os.getpid()}/{number}"


class Operator:
    """Every method raises one of `AWAY` when Prefect's API cannot be reached."""

    def __init__(self, api_url: str) -> None:
        self._health = f"{api_url}/health"
        # Cancelled without a deployment that could be paused: held by this process.
        self._held = False

    async def reachable(self) -> bool:
        try:
            async with httpx.AsyncClient(timeout=2.0) as client:
                return (await client.get(self._health)).is_success
        except AWAY:
            return False

    async def cancelled(self, flow_run_id: UUID) -> bool:
        """Raises ObjectNotFound for a run that somebody deleted."""
        async with get_client() as client:
            state = (await client.read_flow_run(flow_run_id)).state
        return state is not None and state.type in (StateType.CANCELLING, StateType.CANCELLED)

    async def paused(self) -> bool:
        if self._held:
            return True
        async with get_client() as client:
            try:
                return bool((await client.read_deployment_by_name(_DEPLOYMENT)).paused)
            except ObjectNotFound:
                return False

    async def pause(self) -> None:
        """So that a cancelled shift is not followed by the next one, and the operator sees why and what to do."""
        async with get_client() as client:
            try:
                deployment = await client.read_deployment_by_name(_DEPLOYMENT)
            except ObjectNotFound:
                _log.error("screen_not_deployed", advice="run `prefect deploy --all` and restart the worker to go on")
                self._held = True
                return
            await client.pause_deployment(deployment.id)

    async def close(self, flow_run_id: UUID, state: State[None]) -> None:
        """Tells the end of a shift, over whatever Prefect believes of it. A run that was deleted has no end to tell."""
        async with get_client() as client:
            with suppress(ObjectNotFound):
                await client.set_flow_run_state(flow_run_id, state, force=True)

    async def close_dead_shifts(self) -> int:
        """Marks as Crashed what a killed worker of this host left as Running, the run and its tasks."""
        closed = 0
        async with get_client() as client:
            running = await client.read_flow_runs(
                flow_filter=FlowFilter(name=FlowFilterName(any_=["screen"])),
                flow_run_filter=FlowRunFilter(
                    state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING]))
                ),
            )
            for run in running:
                # Read again once it is known to be dead: it may just have ended, and told so.
                if _is_dead(run.name) and (await client.read_flow_run(run.id)).state_type is StateType.RUNNING:
                    await _crash(client, run)
                    closed += 1
        return closed


def _is_dead(name: str) -> bool:
    parts = name.split("/")
    if len(parts) != 4 or parts[0] != _NAME_PREFIX or parts[1] != socket.gethostname() or not parts[2].isdigit():
        return False
    pid = int(parts[2])
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


async def _crash(client: PrefectClient, run: FlowRun) -> None:
    message = "The worker died. Its jobs are taken over when their leases expire."
    tasks = await client.read_task_runs(
        flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[run.id])),
        task_run_filter=TaskRunFilter(
            state=TaskRunFilterState(type=TaskRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING]))
        ),
    )
    for task_run in tasks:
        await client.set_task_run_state(task_run.id, Crashed(message=message), force=True)
    await client.set_flow_run_state(run.id, Crashed(message=message), force=True)

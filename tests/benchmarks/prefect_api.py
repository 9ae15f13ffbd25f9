"""What the benchmarks ask Prefect for."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterName,
    TaskRunFilter,
    TaskRunFilterState,
    TaskRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Scheduled

from tests.integration.local_stack import ROOT

BASELINE_POOL = "baseline"


async def count_completed_tasks(api: str, worker_pid: int) -> int:
    """Task runs that Prefect shows as Completed in the shifts of one worker."""
    async with PrefectClient(api) as client:
        answer = await client._client.post(
            "/task_runs/count",
            json={
                "flow_runs": FlowRunFilter(name=FlowRunFilterName(like_=f"/{worker_pid}/")).model_dump(mode="json"),
                "task_runs": TaskRunFilter(
                    state=TaskRunFilterState(type=TaskRunFilterStateType(any_=[StateType.COMPLETED]))
                ).model_dump(mode="json"),
            },
        )
        return int(answer.json())


async def deploy_baseline(api: str) -> UUID:
    async with PrefectClient(api) as client:
        await client.create_work_pool(WorkPoolCreate(name=BASELINE_POOL, type="process"))
        flow_id = await client.create_flow_from_name("baseline")
        return await client.create_deployment(
            flow_id,
            name="baseline",
            work_pool_name=BASELINE_POOL,
            path=str(ROOT),
            # As in prefect.yaml; without it each run would first copy the whole folder, environment and all.
            pull_steps=[{"prefect.deployments.steps.set_working_directory": {"directory": str(ROOT)}}],
            entrypoint="tests/benchmarks/baseline.py:baseline",
        )


async def run_baseline(api: str, deployment: UUID, count: int, *, noop: bool = False) -> list[FlowRun]:
    """Starts `count` runs and waits until all are final."""
    async with PrefectClient(api) as client:
        runs = [
            await client.create_flow_run_from_deployment(
                deployment, parameters={"position": i, "noop": noop}, state=Scheduled()
            )
            for i in range(count)
        ]
        async with asyncio.timeout(timedelta(minutes=5).total_seconds()):
            while True:
                found = await client.read_flow_runs(
                    flow_filter=FlowFilter(name=FlowFilterName(any_=["baseline"])),
                    flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[run.id for run in runs])),
                )
                if all(run.state is not None and run.state.is_final() for run in found):
                    return found
                await asyncio.sleep(0.2)

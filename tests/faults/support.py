"""What the fault tests are made of: a Prefect server to stop, a queue to fill, workers to kill."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import httpx
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterName, TaskRunFilter, TaskRunFilterName
from prefect.client.schemas.objects import FlowRun, TaskRun

from speechscan.db.jobs import JobRepository, NewJob
from speechscan.domain.job import Job, JobState
from tests.conftest import START_WITHIN_S, eventually

ROOT = Path(__file__).parents[2]
OWNER = "faults"


@dataclass
class PrefectServer:
    port: int
    env: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api"

    def start(self) -> None:
        command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(self.port)]
        with self.log.open("ab") as log:
            # A group of its own: the command starts the server as a child.
            self.process = subprocess.Popen(command, env=self.env, stdout=log, stderr=log, start_new_session=True)
        eventually(self.healthy, timeout_s=START_WITHIN_S, every_s=0.2)

    def healthy(self) -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"{self.api}/health", timeout=20).is_success
        return False

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        assert self.process is not None
        if how is signal.SIGKILL:
            os.killpg(self.process.pid, how)
        else:
            self.process.send_signal(how)
        self.process.wait(120)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        eventually(lambda: not self.healthy())


@dataclass
class Prefect:
    """What a test asks the server."""

    api: str

    async def task_runs(self, job_id: UUID) -> list[TaskRun]:
        async with PrefectClient(self.api) as client:
            return await client.read_task_runs(
                task_run_filter=TaskRunFilter(name=TaskRunFilterName(any_=[str(job_id)]))
            )

    async def shifts(self, pid: int) -> list[FlowRun]:
        """The shifts of one worker, oldest first."""
        async with PrefectClient(self.api) as client:
            runs = await client.read_flow_runs(
                flow_run_filter=FlowRunFilter(name=FlowRunFilterName(like_=f"/{pid}/")), limit=50
            )
        return sorted(runs, key=lambda run: run.created)

    async def cancel(self, run: FlowRun) -> None:
        """What the UI's button does."""
        async with httpx.AsyncClient(timeout=30) as client:
            state = {"type": "CANCELLING", "name": "Cancelling"}
            answer = await client.post(f"{self.api}/flow_runs/{run.id}/set_state", json={"state": state})
            answer.raise_for_status()

    async def delete(self, run: FlowRun) -> None:
        async with PrefectClient(self.api) as client:
            await client.delete_flow_run(run.id)

    async def pause_screen(self) -> None:
        await self._deployment("pause_deployment")

    async def resume_screen(self) -> None:
        await self._deployment("resume_deployment")

    async def screen_is_paused(self) -> bool:
        async with PrefectClient(self.api) as client:
            return bool((await client.read_deployment_by_name("screen/screen")).paused)

    async def _deployment(self, action: str) -> None:
        async with PrefectClient(self.api) as client:
            deployment = await client.read_deployment_by_name("screen/screen")
            await getattr(client, action)(deployment.id)


@dataclass
class Queue:
    """Submits jobs as the API would, and waits for their ends."""

    repository: JobRepository
    ids: list[UUID] = field(default_factory=list)

    async def submit(self, count: int = 1, behaviour: str = "wav") -> list[UUID]:
        ids = [uuid4() for _ in range(count)]
        for job_id in ids:
            await self.repository.submit(NewJob(job_id, OWNER, behaviour, 1, "0" * 64, f"recordings/{job_id}/upload"))
        self.ids += ids
        return ids

    async def job(self, job_id: UUID) -> Job:
        return await self.repository.get(OWNER, job_id)

    async def count(self, state: JobState) -> int:
        return (await self.repository.count_by_state())[state]

    async def until(self, state: JobState, count: int, timeout_s: float = 120) -> None:
        async def reached() -> bool:
            return await self.count(state) >= count

        await until(reached, timeout_s)


async def until(condition: Callable[[], Awaitable[object]], timeout_s: float = 60) -> None:
    """Waits for an async condition with a deadline."""
    async with asyncio.timeout(timeout_s):
        while not await condition():  # noqa: ASYNC110 - looks at a server, which sets no event
            await asyncio.sleep(0.05)


@dataclass
class WorkerProcess:
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def terminate(self, timeout_s: float = 60) -> int:
        self.process.terminate()
        return self.process.wait(timeout_s)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(30)

    def events(self) -> list[str]:
        lines = (line for line in self.log.read_text().splitlines() if line.startswith("{"))
        return [json.loads(line)["event"] for line in lines]

    def rss_mb(self) -> float:
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024

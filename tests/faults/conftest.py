"""Fixtures of the fault tests."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists
from sqlalchemy.ext.asyncio import AsyncEngine

from infra.stack.programs import PREFECT_SERVER
from speechscan.db.jobs import JobRepository
from speechscan.settings import Settings
from tests.conftest import START_WITHIN_S, free_port
from tests.faults.support import ROOT, Prefect, PrefectServer, Queue, WorkerProcess


@pytest.fixture(scope="session")
def prefect_server(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    home = tmp_path_factory.mktemp("prefect")
    with psycopg.connect(f"{postgres}/postgres", autocommit=True) as db:
        db.execute("create database prefect")
        db.execute("alter database prefect set synchronous_commit = off")
    env = os.environ | {
        "PREFECT_HOME": str(home),
        "PREFECT_API_DATABASE_CONNECTION_URL": f"{postgres}/prefect".replace("postgresql://", "postgresql+asyncpg://"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        **PREFECT_SERVER,
    }
    subprocess.run(
        [sys.executable, "-m", "prefect", "server", "database", "upgrade", "-y"],
        env=env,
        check=True,
        capture_output=True,
        timeout=START_WITHIN_S,
    )
    server = PrefectServer(free_port(), env, home / "server.log")
    server.start()
    asyncio.run(_deploy_screen(server.api))
    yield server
    if server.healthy():
        server.stop()


async def _deploy_screen(api: str) -> None:
    async with PrefectClient(api) as client:
        with suppress(ObjectAlreadyExists):
            await client.create_work_pool(WorkPoolCreate(name="speechscan", type="process"))
        flow_id = await client.create_flow_from_name("screen")
        await client.create_deployment(flow_id, name="screen", work_pool_name="speechscan")


@pytest.fixture
async def prefect(prefect_server: PrefectServer) -> AsyncIterator[Prefect]:
    if not prefect_server.healthy():
        prefect_server.start()
    yield (made := Prefect(prefect_server.api))
    if not prefect_server.healthy():
        prefect_server.start()
    await made.resume_screen()


@pytest.fixture
def queue(engine: AsyncEngine) -> Queue:
    return Queue(JobRepository(engine))


@pytest.fixture
def start_worker(
    settings: Settings, prefect_server: PrefectServer, tmp_path: Path
) -> Iterator[Callable[..., WorkerProcess]]:
    started: list[WorkerProcess] = []

    def start(*arguments: str, **overrides: object) -> WorkerProcess:
        values = {"lease_s": 3, "control_poll_s": 0.3, "exit_grace_s": 10, **overrides}
        env = os.environ | {f"SPEECHSCAN_{name.upper()}": str(value) for name, value in values.items()}
        env |= {
            "SPEECHSCAN_DATABASE_URL": settings.database_url.get_secret_value(),
            "SPEECHSCAN_PREFECT_API_URL": prefect_server.api,
            "PREFECT_HOME": str(tmp_path / "prefect"),
            "PREFECT_LOGGING_TO_API_ENABLED": "false",
            "PYTHONPATH": str(ROOT),
        }
        log = tmp_path / f"worker-{len(started)}.log"
        with log.open("wb") as output:
            command = [sys.executable, str(Path(__file__).parent / "worker_process.py"), *arguments]
            process = subprocess.Popen(command, env=env, stdout=output, stderr=output, cwd=ROOT)
        started.append(WorkerProcess(process, log))
        return started[-1]

    yield start
    for worker in started:
        if worker.process.poll() is None:
            worker.kill()

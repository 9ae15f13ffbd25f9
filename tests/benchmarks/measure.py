"""Each function measures one thing on a running stack and returns numbers; nothing is asserted about time."""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString
from uuid import uuid4

import psycopg
from pydantic import SecretStr

from registry import bundle
from registry.onnx_scorer import OnnxScorer
from speechscan.audio.decode import decode
from speechscan.audio.recording import DurationBounds
from speechscan.db.engine import async_engine, psycopg_url
from speechscan.db.jobs import JobRepository, NewJob
from speechscan.db.migrate import upgrade
from speechscan.domain.result import ModelRef
from speechscan.settings import Settings
from tests.benchmarks import prefect_api
from tests.client import Client
from tests.integration.local_stack import ROOT

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds."""

    p50: float
    p95: float
    n: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Spread:
        ordered = sorted(seconds)
        return cls(
            1000 * statistics.median(ordered),
            1000 * ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))],
            len(ordered),
        )


def bare_model(wav: bytes, rounds: int = 60) -> Spread:
    """Decoding and the model in this process, one after the other, with nothing around them."""
    scorer = OnnxScorer(bundle.read(bundle.SHIPPED), ModelRef("bare", "0"))
    bounds = DurationBounds(1.0, 60.0)
    times = []
    for _ in range(rounds + 5):
        begun = time.perf_counter()
        scorer.score(decode(wav, bounds).pcm16)
        times.append(time.perf_counter() - begun)
    return Spread.of(times[5:])


def idle_latency(client: Client, wav: bytes, rounds: int, pause_s: float) -> Spread:
    """From POST to the completed job in the client's hands, with pauses between the jobs."""
    times = []
    for _ in range(rounds):
        time.sleep(pause_s)
        begun = time.perf_counter()
        job = client.wait(client.submit(wav))
        times.append(time.perf_counter() - begun)
        assert job["state"] == "completed", job
    return Spread.of(times)


def orchestration_rate(settings: Settings, jobs: int) -> tuple[float, int]:
    """Jobs/s of a worker with no-op stages, and how many of the jobs Prefect shows as Completed."""
    with _own_database(settings) as own:
        asyncio.run(_enqueue(own, jobs))
        with _worker(own) as worker:
            _until(lambda: _ended(own) == jobs, 300)
            rate = jobs / _span_s(own)
            recorded = 0

            def all_recorded() -> bool:
                nonlocal recorded
                recorded = asyncio.run(prefect_api.count_completed_tasks(own.prefect_api_url, worker.pid))
                return recorded == jobs

            _until(all_recorded, 60, fail=False)
    return rate, recorded


def backlog_rate(settings: Settings, client: Client, wav: bytes, jobs: int) -> float:
    """Jobs/s with the real stages, over a backlog that was submitted while `screen` was paused."""
    asyncio.run(_pause(settings, "pause_deployment"))
    _until(lambda: _open_shifts(settings) == 0, 30)
    ids = [client.submit(wav) for _ in range(jobs)]
    asyncio.run(_pause(settings, "resume_deployment"))
    _until(lambda: all(client.job(i)["state"] == "completed" for i in ids[-3:]) and _waiting(settings) == 0, 300)
    return jobs / _span_s(settings, tuple(ids))


@dataclass(frozen=True, slots=True)
class Baseline:
    """A deployment on a process worker that polls each second."""

    idle: Spread
    jobs_per_s: float
    noop_jobs_per_s: float


def baseline(settings: Settings, client: Client, wav: bytes, jobs: int) -> Baseline:
    asyncio.run(_pause(settings, "pause_deployment"))
    _until(lambda: _open_shifts(settings) == 0, 30)
    api = settings.prefect_api_url
    deployment = asyncio.run(prefect_api.deploy_baseline(api))

    def seconds(count: int, *, noop: bool = False) -> float:
        ids = [client.submit(wav) for _ in range(count)]
        begun = time.perf_counter()
        asyncio.run(prefect_api.run_baseline(api, deployment, count, noop=noop))
        took = time.perf_counter() - begun
        assert all(client.job(job_id)["state"] == "completed" for job_id in ids)
        return took

    with _process_worker(settings):
        # The first run also pays for the worker's own start.
        idle = [seconds(1) for _ in range(6)][1:]
        found = Baseline(Spread.of(idle), jobs / seconds(jobs), jobs / seconds(jobs, noop=True))
    asyncio.run(_pause(settings, "resume_deployment"))
    return found


async def _pause(settings: Settings, action: str) -> None:
    async with prefect_api.PrefectClient(settings.prefect_api_url) as client:
        deployment = await client.read_deployment_by_name("screen/screen")
        await getattr(client, action)(deployment.id)


def _open_shifts(settings: Settings) -> int:
    return int(_scalar(settings, "select count(*) from jobs where state = 'running'")) + _shift_runs(settings)


def _shift_runs(settings: Settings) -> int:
    async def count() -> int:
        async with prefect_api.PrefectClient(settings.prefect_api_url) as client:
            answer = await client._client.post(
                "/flow_runs/count",
                json={"flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}, "name": {"like_": "shift/"}}},
            )
            return int(answer.json())

    return asyncio.run(count())


def _waiting(settings: Settings) -> int:
    return int(_scalar(settings, "select count(*) from jobs where state in ('queued', 'running')"))


def _ended(settings: Settings) -> int:
    return int(_scalar(settings, "select count(*) from jobs where state = 'completed'"))


def _span_s(settings: Settings, ids: tuple[str, ...] = ()) -> float:
    """From the first claim to the last end, by the database's clock."""
    span: LiteralString = "select extract(epoch from max(finished_at) - min(started_at)) from jobs"
    with psycopg.connect(psycopg_url(settings)) as db:
        if ids:
            row = db.execute(span + " where id = any(%s::uuid[])", (list(ids),)).fetchone()
        else:
            row = db.execute(span).fetchone()
    assert row is not None
    return float(row[0])


def _scalar(settings: Settings, query: LiteralString) -> float:
    with psycopg.connect(psycopg_url(settings)) as db:
        row = db.execute(query).fetchone()
    assert row is not None
    return float(row[0])


async def _enqueue(settings: Settings, jobs: int) -> None:
    engine = async_engine(settings)
    repository = JobRepository(engine)
    for _ in range(jobs):
        job_id = uuid4()
        await repository.submit(NewJob(job_id, "bench", "wav", 1, "0" * 64, f"recordings/{job_id}/upload"))
    await engine.dispose()


@contextmanager
def _own_database(settings: Settings) -> Iterator[Settings]:
    """So that the stack's own worker does not take the jobs."""
    with psycopg.connect(psycopg_url(settings), autocommit=True) as db:
        db.execute("create database bench")
    url = settings.database_url.get_secret_value().rpartition("/")[0] + "/bench"
    own = settings.model_copy(update={"database_url": SecretStr(url)})
    upgrade(own)
    yield own
    with psycopg.connect(psycopg_url(settings), autocommit=True) as db:
        db.execute("drop database bench with (force)")


def _environment(settings: Settings) -> dict[str, str]:
    names = ("database_url", "s3_access_key", "s3_secret_key", "subject_key", "webhook_key")
    secrets = {f"SPEECHSCAN_{name.upper()}": getattr(settings, name).get_secret_value() for name in names}
    plain = ("prefect_api_url", "mlflow_url", "scorer_url", "s3_endpoint_url", "s3_region", "api_url", "data_dir")
    addresses = {f"SPEECHSCAN_{name.upper()}": str(getattr(settings, name)) for name in plain}
    return os.environ | secrets | addresses | {"PYTHONPATH": str(ROOT), "PREFECT_API_URL": settings.prefect_api_url}


@contextmanager
def _process(settings: Settings, *command: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, *command],
        env=_environment(settings) | environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _worker(settings: Settings):  # type: ignore[no-untyped-def]
    return _process(settings, str(HERE / "noop_worker.py"))


def _process_worker(settings: Settings):  # type: ignore[no-untyped-def]
    start = ("-m", "prefect", "worker", "start", "--pool", prefect_api.BASELINE_POOL, "--type", "process")
    return _process(settings, *start, PREFECT_WORKER_QUERY_SECONDS="1")


def _until(condition, timeout_s: float, *, fail: bool = True) -> None:  # type: ignore[no-untyped-def]
    end = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > end:
            if fail:
                raise TimeoutError(f"not within {timeout_s} s")
            return
        time.sleep(0.2)

"""The client is typed for its users, and light."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import speechscan

ROOT = Path(__file__).parents[4]
RIGHT = """
from speechscan.client import AsyncSpeechScan, Event, Job, JobFilter, SpeechScan, Status

def status(client: SpeechScan) -> Status | None:
    job = client.screen("voice.wav", subject="p-17")
    return None if job.result is None else job.result.status

def probabilities(client: SpeechScan) -> list[float]:
    return [job.result.probability for job in client.jobs(limit=3) if job.result is not None]

def unheard(client: SpeechScan) -> list[Job]:
    wanted = JobFilter(verdicts=[Status.DYSARTHRIC], tasks=["word"])
    dead = {delivery.job_id for delivery in client.webhook.deliveries(["dead"])}
    return [job for job in client.jobs(wanted) if job.id in dead]

async def secret(client: AsyncSpeechScan) -> str | None:
    return (await client.webhook.set("https://clinic.example/", events=[Event.FAILED])).secret

async def last(client: AsyncSpeechScan, job: Job) -> Job:
    async for job in client.events(job.id):
        pass
    return job
"""
WRONG = """
from speechscan.client import SpeechScan

def status(client: SpeechScan) -> str:
    return client.screen("voice.wav").result.status

def submit(client: SpeechScan) -> None:
    client.submit(17)
"""
# Of the service and of other commands.
HEAVY = {"fastapi", "starlette", "prefect", "mlflow", "bentoml", "torch", "numpy", "sqlalchemy", "psycopg", "boto3"}
HEAVY |= {"pydantic_settings", "structlog", "prometheus_client", "typer"}


def test_mypy_knows_its_types(tmp_path: Path) -> None:
    (tmp_path / "right.py").write_text(RIGHT)
    (tmp_path / "wrong.py").write_text(WRONG)
    checked = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--hide-error-context",
            tmp_path / "right.py",
            tmp_path / "wrong.py",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    found = [line for line in checked.stdout.splitlines() if ": error:" in line]
    assert not [line for line in found if "right.py" in line], checked.stdout
    assert [line.partition("[")[2] for line in found] == ["union-attr]", "arg-type]"], checked.stdout
    assert (Path(speechscan.__file__).parent / "py.typed").exists()


def test_it_loads_nothing_of_the_service() -> None:
    program = "import sys, speechscan.client; print(*{name.partition('.')[0] for name in sys.modules})"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True, timeout=60
    )
    loaded = set(ended.stdout.split())
    assert {"httpx", "speechscan"} <= loaded
    assert not loaded & HEAVY

"""Parts of the real stack stopped under load: accepted jobs wait, then finish, and no attempt counts for it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import psycopg
import pytest

from regression.phantoms import encode, vowel
from speechscan.db.engine import psycopg_url
from tests.client import Client
from tests.conftest import eventually
from tests.faults.support import Prefect
from tests.integration.conftest import Stack
from tests.integration.process_tree import Process, alive, children, descendants

pytestmark = pytest.mark.stack
LOAD = 100


@pytest.fixture
def client(stack: Stack) -> Iterator[Client]:
    with Client(stack.settings.api_url, stack.token) as made:
        yield made


def _submit(client: Client, count: int) -> list[str]:
    clip = encode(vowel(11, f0_hz=130.0, duration_s=4.0), "wav")
    return [client.submit(clip) for _ in range(count)]


def _program(stack: Stack, name: str) -> Process:
    """The program itself, below its tether: the supervisor sees it end and starts it again."""
    tether = stack.local.process(name).pid
    assert tether is not None
    program_pid = children(tether)[0]
    (process,) = [found for found in descendants(tether) if found.pid == program_pid]
    return process


def _end_under_load(stack: Stack, client: Client, name: str, how: signal.Signals) -> list[str]:
    """Ends the program while some of LOAD jobs have ended and others have not; they are let loose together."""
    prefect = Prefect(stack.settings.prefect_api_url)
    asyncio.run(prefect.pause_screen())
    worker = _program(stack, "screening-worker").pid

    def shifts_ended() -> bool:
        return all(run.state.is_final() for run in asyncio.run(prefect.shifts(worker)))

    eventually(shifts_ended, timeout_s=120, every_s=0.2)
    before = _count(stack, "completed")
    ids = _submit(client, LOAD)
    victim = _program(stack, name)
    asyncio.run(prefect.resume_screen())
    eventually(lambda: _count(stack, "completed") > before, timeout_s=120, every_s=0.01)
    os.kill(victim.pid, how)
    assert _count(stack, "running") + _count(stack, "queued") > 0
    eventually(lambda: not alive(victim), timeout_s=120)
    return ids


def _count(stack: Stack, state: str) -> int:
    with psycopg.connect(psycopg_url(stack.settings)) as db:
        (count,) = db.execute("select count(*) from jobs where state = %s", (state,)).fetchone() or (0,)
    return int(count)


@pytest.mark.parametrize("program", ["prefect", "bento", "s3", "screening-worker"])
def test_a_part_stopped_with_term_under_load_costs_no_job_and_no_attempt(
    stack: Stack, client: Client, program: str
) -> None:
    before = _end_under_load(stack, client, program, signal.SIGTERM)
    # The API accepts work meanwhile: a model that was ready within the last minute is enough. Without the store it
    # cannot, and says so.
    during = [] if program == "s3" else _submit(client, 5)
    jobs = [client.wait(job_id, timeout_s=120) for job_id in before + during]
    assert {job["state"] for job in jobs} == {"completed"}
    assert {job["attempts"] for job in jobs} == {1}
    eventually(stack.local.is_ready, timeout_s=90, every_s=0.5)


def test_a_worker_killed_in_mid_batch_costs_no_job_and_none_is_finished_twice(stack: Stack, client: Client) -> None:
    ids = _end_under_load(stack, client, "screening-worker", signal.SIGKILL)
    jobs = [client.wait(job_id, timeout_s=150) for job_id in ids]
    assert {job["state"] for job in jobs} == {"completed"}
    # Those under way were taken over once their leases expired; `results` has the job as its primary key.
    assert max(job["attempts"] for job in jobs) == 2
    eventually(stack.local.is_ready, timeout_s=90, every_s=0.5)

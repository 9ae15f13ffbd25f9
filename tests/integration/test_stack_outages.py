"""Parts of the real stack stopped under load: accepted jobs wait, then finish, and no attempt counts for it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from regression.phantoms import encode, vowel
from tests.client import Client
from tests.conftest import eventually
from tests.integration.conftest import Stack
from tests.integration.process_tree import alive, children, descendants

pytestmark = pytest.mark.stack
LOAD = 40


@pytest.fixture
def client(stack: Stack) -> Iterator[Client]:
    with Client(stack.settings.api_url, stack.token) as made:
        yield made


def _submit(client: Client, count: int) -> list[str]:
    clip = encode(vowel(11, f0_hz=130.0, duration_s=4.0), "wav")
    return [client.submit(clip) for _ in range(count)]


def _stop(stack: Stack, program: str, how: signal.Signals) -> None:
    """As if the program itself had been told so: the supervisor sees it end and starts it again."""
    tether = stack.local.process(program).pid
    assert tether is not None
    program_pid = children(tether)[0]
    (process,) = [found for found in descendants(tether) if found.pid == program_pid]
    os.kill(process.pid, how)

    def gone() -> bool:
        return not alive(process)

    eventually(gone, timeout_s=40)


@pytest.mark.parametrize("program", ["prefect", "bento", "screening-worker"])
def test_a_part_stopped_with_term_under_load_costs_no_job_and_no_attempt(
    stack: Stack, client: Client, program: str
) -> None:
    before = _submit(client, LOAD)
    _stop(stack, program, signal.SIGTERM)
    # The API accepts work meanwhile: a model that was ready within the last minute is enough.
    during = _submit(client, 5)
    jobs = [client.wait(job_id, timeout_s=120) for job_id in before + during]
    assert {job["state"] for job in jobs} == {"completed"}
    assert {job["attempts"] for job in jobs} == {1}
    eventually(stack.local.is_ready, timeout_s=90, every_s=0.5)


def test_a_worker_killed_in_mid_batch_costs_no_job_and_none_is_finished_twice(stack: Stack, client: Client) -> None:
    ids = _submit(client, LOAD)
    _stop(stack, "screening-worker", signal.SIGKILL)
    jobs = [client.wait(job_id, timeout_s=150) for job_id in ids]
    assert {job["state"] for job in jobs} == {"completed"}
    # Those under way were taken over once their leases expired; `results` has the job as its primary key.
    assert max(job["attempts"] for job in jobs) <= 2
    eventually(stack.local.is_ready, timeout_s=90, every_s=0.5)

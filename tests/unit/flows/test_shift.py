"""A shift without Prefect, queue or stages."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

from flows.screen.metrics import WorkerMetrics
from flows.screen.runtime import Runtime
from flows.screen.screening import End, Outcome
from flows.screen.shift import Shift
from speechscan.db.notify import Bell
from speechscan.domain.job import Lease
from speechscan.settings import Settings


def lease_of(job_id: UUID) -> Lease:
    return Lease(job_id, uuid4(), f"recordings/{job_id}/upload", "wav", 0, False, None)


class Queue:
    def __init__(self, leases: list[Lease]) -> None:
        self._leases = leases

    async def claim(self, owner: str, limit: int, *, alone: bool) -> list[Lease]:
        return [self._leases.pop(0)] if self._leases else []


class Keeper:
    holds_none = True

    def hold(self, lease: Lease) -> None: ...
    def let_go(self, lease: Lease) -> None: ...


class Screening:
    """The first lease goes back, the second one completes."""

    def __init__(self, ends: dict[UUID, End]) -> None:
        self._ends = ends
        self.given_up: list[Lease] = []

    async def run(self, lease: Lease) -> Outcome:
        return Outcome(self._ends[lease.token])

    async def give_up(self, lease: Lease, error: BaseException | None) -> Outcome:
        self.given_up.append(lease)
        return Outcome(End.FAILED)


async def test_a_job_claimed_again_before_its_first_task_has_ended_is_another_piece_of_work() -> None:
    job_id = uuid4()
    first, second = lease_of(job_id), lease_of(job_id)
    screening = Screening({first.token: End.RELEASED, second.token: End.COMPLETED})
    second_begun, first_ended = asyncio.Event(), asyncio.Event()
    parts: dict[str, Any] = {
        "settings": Settings(), "owner": "w", "queue": Queue([first, second]), "screening": screening,
        "dependencies": SimpleNamespace(away=[]), "keeper": Keeper(), "bell": Bell(),
        "metrics": WorkerMetrics(),
    }  # fmt: skip
    shift = Shift(cast(Runtime, SimpleNamespace(**parts)), once=True)

    async def start_task(lease: Lease) -> None:
        if lease is first:
            await shift.screen(lease)
            await second_begun.wait()
            asyncio.get_running_loop().call_later(0.01, first_ended.set)
        else:
            second_begun.set()
            await first_ended.wait()
            await shift.screen(lease)

    async with asyncio.timeout(60):
        await shift.run(start_task)
    assert shift.counts == {End.RELEASED: 1, End.COMPLETED: 1}
    assert screening.given_up == []

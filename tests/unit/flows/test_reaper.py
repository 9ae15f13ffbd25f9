"""The reaper of a worker: whose leases it may take."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from flows.screen import runtime
from speechscan.errors import Unavailable


class Queue:
    """`away` is how many calls find the database away, from the second reap on."""

    def __init__(self, away: int) -> None:
        self.seen: list[str] = []
        self._away = away

    async def reap(self) -> int:
        self.seen.append("reap")
        if self.seen.count("reap") == 4:
            raise asyncio.CancelledError
        if self.seen.count("reap") == 2:
            raise Unavailable("database", "It is away.")
        return 0

    async def check(self) -> None:
        self.seen.append("check")
        if self.seen.count("check") < self._away:
            raise Unavailable("database", "It is away.")


async def test_after_an_outage_the_living_renew_before_anybody_is_taken_for_dead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queue = Queue(away=3)

    async def sleep(seconds: float) -> None:
        queue.seen.append(f"{seconds:g} s")

    monkeypatch.setattr(runtime.asyncio, "sleep", sleep)
    with suppress(asyncio.CancelledError):
        await runtime._reap(queue, 30)  # type: ignore[arg-type]
    assert " ".join(queue.seen) == ("10 s reap 10 s reap check 0.5 s check 0.5 s check 15 s 10 s reap 10 s reap")

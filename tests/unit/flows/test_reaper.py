"""The reaper of a worker: whose leases it may take."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from flows.screen import reaper
from speechscan.errors import Unavailable


class Queue:
    """`away` are the calls, counted from 1, that find the database away; the one after `calls` ends the test."""

    def __init__(self, *away: int, calls: int) -> None:
        self.seen: list[str] = []
        self._made = 0
        self._away = away
        self._calls = calls

    async def reap(self) -> int:
        self._answer("reap")
        return 0

    async def check(self) -> None:
        self._answer("check")

    def _answer(self, call: str) -> None:
        self.seen.append(call)
        self._made += 1
        if self._made > self._calls:
            raise asyncio.CancelledError
        if self._made in self._away:
            raise Unavailable("database", "It is away.")


@pytest.mark.parametrize(
    ("queue", "expected"),
    [
        pytest.param(Queue(calls=3), "check 15 s reap 10 s reap 10 s reap", id="as always"),
        pytest.param(Queue(1, 2, calls=4), "check 0.5 s check 0.5 s check 15 s reap 10 s reap", id="started meanwhile"),
        pytest.param(
            Queue(3, 4, 5, calls=7),
            "check 15 s reap 10 s reap check 0.5 s check 0.5 s check 15 s reap 10 s reap",
            id="while it reaps",
        ),
    ],
)
async def test_after_an_outage_the_living_renew_before_anybody_is_taken_for_dead(
    queue: Queue, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def sleep(seconds: float) -> None:
        queue.seen.append(f"{seconds:g} s")

    monkeypatch.setattr(reaper, "sleep", sleep)
    with suppress(asyncio.CancelledError):
        await reaper.reap_always(queue, 30)  # type: ignore[arg-type]
    assert " ".join(queue.seen) == expected

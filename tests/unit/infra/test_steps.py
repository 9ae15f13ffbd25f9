from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from infra.stack.errors import StepFailed
from infra.stack.steps import Step, run_steps


class Recorder:
    """A display that keeps what it is told."""

    def __init__(self) -> None:
        self.events: list[tuple[str, str]] = []

    def begin(self, step: str, title: str) -> None:
        self.events.append(("begin", step))

    def end(self, step: str, *, failed: bool = False) -> None:
        self.events.append(("failed" if failed else "end", step))

    def say(self, sentence: str) -> None:
        self.events.append(("say", sentence))

    def finish(self) -> None:
        self.events.append(("finish", ""))


async def _nothing() -> None:
    await asyncio.sleep(0)


def _step(name: str, *after: str, run: Callable[[], Awaitable[None]] = _nothing) -> Step:
    return Step(name, name, run, after)


async def test_a_step_waits_for_those_it_needs() -> None:
    display = Recorder()
    await run_steps([_step("c", "b"), _step("b", "a"), _step("a")], display)
    assert display.events == [(what, step) for step in "abc" for what in ("begin", "end")]


async def test_independent_steps_run_together() -> None:
    both = asyncio.Barrier(2)

    async def meet() -> None:
        async with asyncio.timeout(60):
            await both.wait()

    await run_steps([_step("a", run=meet), _step("b", run=meet)], Recorder())


async def test_a_failure_ends_the_others_and_is_raised_as_it_is() -> None:
    async def fail() -> None:
        raise StepFailed("a", "no.")

    display = Recorder()
    with pytest.raises(StepFailed, match=r"The start stopped at 'a': no\."):
        await run_steps([_step("a", run=fail), _step("b", run=asyncio.Event().wait), _step("c", "a")], display)  # type: ignore[arg-type]
    assert ("failed", "a") in display.events
    assert ("failed", "b") in display.events
    assert ("begin", "c") not in display.events


async def test_what_is_not_among_the_steps_counts_as_done() -> None:
    display = Recorder()
    await run_steps([_step("b", "a")], display)
    assert display.events == [("begin", "b"), ("end", "b")]

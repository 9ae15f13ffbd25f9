"""Runs the steps of a start, each as soon as those it waits for are done."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from infra.stack.display import Display


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    title: str
    run: Callable[[], Awaitable[None]]
    after: tuple[str, ...] = ()
    shown: bool = True


async def run_steps(steps: Sequence[Step], display: Display) -> None:
    """Raises the first failure after cancelling the rest. A step that is waited for but not among `steps` counts as
    done, so that a part of the stack can be started."""
    done = {step.name: asyncio.Event() for step in steps}

    async def run(step: Step) -> None:
        for name in step.after:
            if name in done:
                await done[name].wait()
        await (_shown(step, display) if step.shown else step.run())
        done[step.name].set()

    try:
        async with asyncio.TaskGroup() as group:
            for step in steps:
                group.create_task(run(step))
    except* Exception as failures:  # noqa: BLE001 - raised again, out of its group
        raise failures.exceptions[0] from None


async def _shown(step: Step, display: Display) -> None:
    display.begin(step.name, step.title)
    try:
        await step.run()
    except BaseException:
        display.end(step.name, failed=True)
        raise
    display.end(step.name)

"""Work that goes on in the background, for as long as a process serves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

from speechscan.telemetry import logs

T = TypeVar("T")

_log = logs.get("speechscan.background")


@asynccontextmanager
async def running(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Runs `work`, which never ends by itself, within the block. Its death is logged when it happens."""
    task = asyncio.create_task(work)
    task.add_done_callback(_log_death)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def unbroken(work: Coroutine[Any, Any, T]) -> T:
    """`work`, which goes on to its end although its caller is cancelled meanwhile; the caller waits for that. For short
    work with a database: a connection that is left while it comes from the pool is lost to the pool."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        if not task.cancelled() and (error := task.exception()):
            _log.warning("work failed while its caller was cancelled", error=type(error).__name__)
        raise


def _log_death(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        _log.error("background work died", exc_info=error)

"""Runs an asynchronous command in the foreground until it ends, or Ctrl-C or TERM asks it to."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress


def run_until_stopped(work: Coroutine[None, None, None]) -> None:
    """On SIGINT or SIGTERM `work` is cancelled once, cleans up, and that is a normal end."""

    async def main() -> None:
        loop = asyncio.get_running_loop()
        task = loop.create_task(work)
        asked = False

        def ask() -> None:
            nonlocal asked
            if not asked:
                asked = True
                task.cancel()

        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, ask)
        with suppress(asyncio.CancelledError):
            await task

    asyncio.run(main())

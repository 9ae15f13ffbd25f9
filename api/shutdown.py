"""Uvicorn lets answers that are under way end before the lifespan closes; a long poll would take up to 30 s of that.
So whoever holds answers back is told when the signal comes."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def on_stop_signal(callback: Callable[[], None]) -> Iterator[None]:
    """Calls `callback` on the event loop at TERM or INT, before the handler that is there already."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def handle(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(callback)
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    # Where the default action stands, the process ends at once and holds nothing back.
    chained = [number for number, handler in before.items() if callable(handler)]
    for number in chained:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number in chained:
            signal.signal(number, before[number])

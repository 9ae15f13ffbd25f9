"""Which parts are away. While one is, the worker claims nothing, and what it holds goes back uncounted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from speechscan.errors import SpeechScanError
from speechscan.telemetry import logs

_log = logs.get(__name__)
_FIRST_LOOK_S = 0.2
_LONGEST_PAUSE_S = 2.0
Check = Callable[[], Awaitable[object]]


class Dependencies:
    """`checks` gives for each name a coroutine that raises while the part is away."""

    def __init__(self, checks: Mapping[str, Check], on_change: Callable[[], None]) -> None:
        self._checks = checks
        self._on_change = on_change
        self._watchers: dict[str, asyncio.Task[None]] = {}

    @property
    def away(self) -> list[str]:
        return sorted(self._watchers)

    def report_away(self, name: str) -> None:
        """Called by whoever met the outage. Watches the part until it is back."""
        if name not in self._watchers:
            _log.warning("dependency_away", dependency=name)
            self._watchers[name] = asyncio.create_task(self._watch(name))
            self._on_change()

    async def wait_for(self, name: str) -> None:
        if watcher := self._watchers.get(name):
            await asyncio.shield(watcher)

    async def close(self) -> None:
        watchers = list(self._watchers.values())
        for watcher in watchers:
            watcher.cancel()
        await asyncio.gather(*watchers, return_exceptions=True)
        # One that was cancelled before its first step could not clean up after itself.
        self._watchers.clear()

    async def _watch(self, name: str) -> None:
        pause = _FIRST_LOOK_S
        try:
            while True:
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE_S)
                try:
                    await self._checks[name]()
                except SpeechScanError:
                    continue
                _log.info("dependency_back", dependency=name)
                return
        finally:
            self._watchers.pop(name, None)
            self._on_change()

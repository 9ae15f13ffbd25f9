"""Decoding outside the worker's process: pre-started, confined, recycled processes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import TypeVar

from speechscan.audio.confinement import Limits, decode_bytes
from speechscan.audio.lane import Lane, LaneLost
from speechscan.audio.recording import DurationBounds, Recording, decode_limits
from speechscan.errors import Unavailable
from speechscan.settings import Settings
from speechscan.telemetry import logs

T = TypeVar("T")

# A lane is replaced in about 0.1 s; who waits for one so long finds a machine that cannot start processes.
_LANE_WAIT_S = 30.0
_RESTART_PAUSE_S = 1.0

_log = logs.get(__name__)


class DecodePool:
    """Safe to use from several event loops and threads. Close it."""

    def __init__(self, settings: Settings) -> None:
        """Returns at once; the processes start meanwhile, and the first decode waits for one."""
        self._limits = Limits(memory_mb=settings.decode_memory_mb, cpu_s=settings.decode_cpu_s)
        self._timeout_s = settings.decode_timeout_s
        self._recycle_after = settings.decode_recycle_after
        self._bounds = DurationBounds(min_s=settings.min_duration_s, max_s=settings.max_duration_s)
        self._idle: SimpleQueue[Lane] = SimpleQueue()
        self._closing = threading.Event()
        # A thread per process waits for its answer; one more starts and ends processes.
        self._callers = ThreadPoolExecutor(settings.decode_processes, "decode")
        self._janitor = ThreadPoolExecutor(1, "decode-lanes")
        for _ in range(settings.decode_processes):
            self._janitor.submit(self._add_lane)

    async def decode(self, data: bytes) -> Recording:
        """Raises RecordingError, and Unavailable when no decode process can be started."""
        return await self.run(decode_bytes, data, self._bounds)

    async def run(self, function: Callable[..., T], *args: object) -> T:
        """`function(*args)` under the pool's limits. It must be importable by name."""
        return await asyncio.get_running_loop().run_in_executor(self._callers, self._run, function, *args)

    def close(self) -> None:
        """Waits for the decodes under way (at most the wall-clock limit); those not begun are cancelled."""
        self._callers.shutdown(wait=True, cancel_futures=True)
        self._closing.set()
        self._janitor.shutdown(wait=True)
        while not self._idle.empty():
            self._idle.get().close()

    def _run(self, function: Callable[..., T], *args: object) -> T:
        """A process may be killed for reasons outside the recording (no memory left on the machine), hence the second
        try; a recording that ends two processes is at fault."""
        try:
            return self._once(function, *args)
        except LaneLost as first:
            _log.warning("decode process lost", reason=str(first))
        try:
            return self._once(function, *args)
        except LaneLost as second:
            _log.warning("decode process lost", reason=str(second))
            raise decode_limits("it made the decoder fail") from second

    def _once(self, function: Callable[..., T], *args: object) -> T:
        try:
            lane = self._idle.get(timeout=_LANE_WAIT_S)
        except Empty:
            raise Unavailable("decoder", "No decode process can be started on this machine.") from None
        try:
            return lane.run(function, *args)
        finally:
            if lane.whole and lane.clips < self._recycle_after:
                self._idle.put(lane)
            else:
                self._janitor.submit(self._replace, lane)

    def _replace(self, lane: Lane) -> None:
        self._add_lane()
        lane.close()

    def _add_lane(self) -> None:
        while not self._closing.is_set():
            try:
                self._idle.put(Lane(self._limits, self._timeout_s))
            except LaneLost as error:
                _log.error("decode process did not start", reason=str(error))
                self._closing.wait(_RESTART_PAUSE_S)
            else:
                return

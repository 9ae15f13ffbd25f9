"""A lane: one confined decode process and its channel.

pebble's processes share one channel and its locks, and one that is killed at the wrong moment leaves a lock held or
makes pebble give the whole pool up. With one pool per process, as here, that costs one lane, which is replaced.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from speechscan.audio.confinement import Limits, confine, within_cpu_time
from speechscan.audio.recording import decode_limits

T = TypeVar("T")

_START_S = 30.0
# Beyond the task's own limit: what pebble may take to notice and to answer.
_ANSWER_S = 5.0


class LaneLost(Exception):
    """The process ended, and not by a limit."""


class Lane:
    """`whole` is False once a task has ended the process; then the lane takes no other."""

    def __init__(self, limits: Limits, timeout_s: float) -> None:
        """Starts the process and waits until it is warm. Raises LaneLost."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["speechscan.audio.forkserver"])
        self._limits = limits
        self._timeout_s = timeout_s
        self._pool = ProcessPool(max_workers=1, context=context, initializer=confine, initargs=(limits,))
        self.clips = 0
        self.whole = True
        try:
            self._await(_START_S, int)
        except LaneLost:
            self.close()
            raise

    def run(self, function: Callable[..., T], *args: object) -> T:
        """`function(*args)` in the process. Raises what that raises, RecordingError (decode_limits), LaneLost."""
        self.clips += 1
        limited: Callable[..., T] = within_cpu_time
        return self._await(self._timeout_s, limited, self._limits.cpu_s, function, *args)

    def close(self) -> None:
        """Ends the process, whatever it does. Takes up to 0.2 s."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def _await(self, timeout_s: float, function: Callable[..., T], *args: object) -> T:
        self.whole = False
        try:
            future = self._pool.schedule(function, args=args, timeout=timeout_s)
        except RuntimeError as error:  # the process died while it was idle
            raise LaneLost(str(error)) from error
        try:
            value: T = future.result(timeout_s + _ANSWER_S)
        except TimeoutError as error:
            if not future.done():
                raise LaneLost("no answer") from error
            raise decode_limits(f"it took longer than {timeout_s:g} s") from error
        except ProcessExpired as error:
            if error.exitcode == -signal.SIGXCPU:
                raise decode_limits("it needs more computing time than is allowed") from error
            raise LaneLost(f"exit code {error.exitcode}") from error
        except BrokenProcessPool as error:
            raise LaneLost(str(error)) from error
        except Exception:
            self.whole = True
            raise
        self.whole = True
        return value

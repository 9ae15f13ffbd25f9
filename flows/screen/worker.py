"""The screening process: one shift after another, until TERM.

The event loop runs in a thread that is not the main one, and on purpose: Prefect's flow engine installs its own
TERM handler in the main thread, under which a stop ends as Crashed. Here TERM is always ours, in a shift, between
shifts and while one closes.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from itertools import count
from types import FrameType

from prefect.context import AsyncClientContext
from prefect.events.worker import EventsWorker
from prefect.exceptions import PrefectSignal

from flows.screen.flow import SHIFT, end_state, screen
from flows.screen.metrics import served
from flows.screen.operator import AWAY, Operator, shift_name
from flows.screen.runtime import Runtime, open_runtime
from flows.screen.shift import Ending, Shift
from flows.screen.stages import Stages
from flows.screen.watch import watch
from speechscan.background import running
from speechscan.errors import Unavailable
from speechscan.settings import Settings
from speechscan.telemetry import logs, tracing

_log = logs.get(__name__)
_LOOK_S = 1.0
_LONGEST_PAUSE_S = 30.0
_SWITCH_S = 0.0005


class Worker:
    def __init__(self, settings: Settings, stages: Stages | None = None) -> None:
        self._settings = settings
        self._stages = stages
        self._operator = Operator(settings.prefect_api_url)
        self._stopping = asyncio.Event()
        self._numbers = count(1)
        self._shift: Shift | None = None
        self._runs: set[asyncio.Task[None]] = set()

    def stop(self) -> None:
        """Call it on the event loop."""
        self._stopping.set()
        if self._shift is not None:
            self._shift.end(Ending.STOPPED)

    async def run(self) -> None:
        async with open_runtime(self._settings, self._stages) as runtime:
            with served(runtime.metrics, self._settings):
                await self._shifts(runtime)

    async def _shifts(self, runtime: Runtime) -> None:
        _log.info("worker_ready", owner=runtime.owner)
        wake = runtime.bell.listener()
        await self._until(self._tidy, wake)
        while not self._stopping.is_set():
            await self._until(lambda: self._may_open(runtime), wake)
            if not self._stopping.is_set():
                await self._one_shift(runtime)
        await asyncio.gather(*self._runs)
        await _drain_events()

    async def _one_shift(self, runtime: Runtime) -> None:
        """Returns when the shift claims no more; its end is told to Prefect in the background."""
        self._shift = shift = Shift(runtime, may_end=self._operator.reachable)
        run = asyncio.create_task(self._run_shift(shift))
        self._runs.add(run)
        run.add_done_callback(self._runs.discard)
        claims_ended = asyncio.create_task(shift.claims_ended.wait())
        async with running(watch(shift, self._operator, self._settings.control_poll_s)):
            await asyncio.wait({run, claims_ended}, return_when=asyncio.FIRST_COMPLETED)
        claims_ended.cancel()

    async def _run_shift(self, shift: Shift) -> None:
        SHIFT.set(shift)
        name = shift_name(next(self._numbers))
        told = await self._run_flow(shift, name)
        _log.info("shift_ended", shift=name, report=shift.report)
        if not told:
            _log.warning("shift_not_recorded", shift=name)
            await self._tell_end(shift)

    async def _run_flow(self, shift: Shift, name: str) -> bool:
        """Whether Prefect shows the shift's true end. With the server away at that moment the engine raises, or, if it
        comes back in between, records a failure of its own."""
        try:
            async with AsyncClientContext():
                state = await screen.with_options(flow_run_name=name)(return_state=True)
        except (PrefectSignal, *AWAY) as error:
            # Abort is a BaseException: the server refused a state, as for a run that somebody deleted.
            _log.warning("orchestrator_refused", shift=name, error=type(error).__name__)
            return False
        except Exception:  # noqa: BLE001 - the worker outlives a shift that breaks; its jobs went back
            _log.exception("shift_broke", shift=name)
            return False
        return shift.ending is None or state.type is end_state(shift).type

    async def _tell_end(self, shift: Shift) -> None:
        """Until Prefect takes it; the process's exit bounds this."""
        pause_s = _LOOK_S
        while shift.flow_run_id is not None:
            try:
                await self._operator.close(shift.flow_run_id, end_state(shift))
            except AWAY:
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
            else:
                return

    async def _tidy(self) -> bool:
        if closed := await self._operator.close_dead_shifts():
            _log.warning("dead_shifts_closed", shifts=closed)
        return True

    async def _may_open(self, runtime: Runtime) -> bool:
        """A shift opens for work that waits, with Prefect there and `screen` not paused."""
        if runtime.dependencies.away:
            return False
        try:
            waits = await runtime.queue.work_waits()
        except Unavailable as error:
            runtime.dependencies.report_away(error.dependency)
            return False
        return waits and await self._operator.reachable() and not await self._operator.paused()

    async def _until(self, condition: Callable[[], Awaitable[bool]], wake: asyncio.Event) -> None:
        """Tries until it is true or the worker stops: at once when something changes, otherwise each second."""
        while not self._stopping.is_set():
            wake.clear()
            try:
                if await condition():
                    return
            except AWAY as error:
                _log.warning("orchestrator_away", error=type(error).__name__)
            await _either(wake, self._stopping, timeout_s=_LOOK_S)


async def _either(*events: asyncio.Event, timeout_s: float) -> None:
    waits = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waits, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()


async def _drain_events() -> None:
    """Waits for Prefect's event queue. With the server away it drains at 7 s an event: `main` bounds the exit."""
    drained = EventsWorker.drain_all(timeout=None, at_exit=False)
    if not isinstance(drained, tuple):
        await drained


def run(settings: Settings, stages: Stages | None = None) -> int:
    """Runs a worker until TERM or INT; leaves the process at the latest `exit_grace_s` after it."""
    # Prefect's event thread works while a job runs; at the default of 5 ms each hand-over of the interpreter to the
    # event loop would wait as long.
    sys.setswitchinterval(_SWITCH_S)
    stop_asked = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop_asked.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    thread = _LoopThread(settings, stages)
    thread.start()
    while thread.is_alive() and not stop_asked.is_set():
        stop_asked.wait(0.2)
    if stop_asked.is_set():
        _log.info("stopping", grace_s=settings.exit_grace_s)
        thread.stop()
        thread.join(settings.exit_grace_s)
    if thread.is_alive():
        _log.warning("exit_not_orderly", advice="what was under way is taken over when its leases expire")
    # Not a normal exit: Prefect's event thread would hold it up for as long as the server is away.
    tracing.stop()
    logging.shutdown()
    os._exit(1 if thread.failed or not stop_asked.is_set() else 0)


class _LoopThread(threading.Thread):
    def __init__(self, settings: Settings, stages: Stages | None) -> None:
        super().__init__(name="worker", daemon=True)
        self.failed = False
        self._settings = settings
        self._stages = stages
        self._ready = threading.Event()
        self._stop_on_loop: Callable[[], object] = lambda: None

    def run(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException:
            self.failed = True
            _log.exception("worker_broke")
            raise

    def stop(self) -> None:
        self._ready.wait(5)
        self._stop_on_loop()

    async def _main(self) -> None:
        worker = Worker(self._settings, self._stages)
        loop = asyncio.get_running_loop()
        self._stop_on_loop = lambda: loop.call_soon_threadsafe(worker.stop)
        self._ready.set()
        await worker.run()

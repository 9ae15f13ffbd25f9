"""Keeps the leases of the jobs under way alive, from a thread of its own.

A thread, because a long step on the event loop must not cost leases. But a loop that hangs for good must lose
them, so that another worker takes over: the thread renews only while the loop still answers.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from speechscan.db.queue import renew
from speechscan.domain.job import Lease
from speechscan.telemetry import logs

_log = logs.get(__name__)


class LeaseKeeper:
    """Calls `on_lost` on the event loop with a job's id when its lease is gone: cancelled, erased or taken over."""

    def __init__(self, engine: Engine, *, lease_s: float, on_lost: Callable[[UUID], None]) -> None:
        self._engine = engine
        self._lease_s = lease_s
        self._on_lost = on_lost
        self._held: dict[UUID, UUID] = {}  # token -> job
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._loop_seen = time.monotonic()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Enter it on the event loop."""
        loop = asyncio.get_running_loop()
        self._loop_seen = time.monotonic()
        thread = threading.Thread(target=self._keep, args=(loop,), name="lease-keeper", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            thread.join(timeout=5)

    def hold(self, lease: Lease) -> None:
        with self._lock:
            self._held[lease.token] = lease.job_id

    def let_go(self, lease: Lease) -> None:
        with self._lock:
            self._held.pop(lease.token, None)

    def _keep(self, loop: asyncio.AbstractEventLoop) -> None:
        while not self._stopping.wait(self._lease_s / 4):
            loop.call_soon_threadsafe(self._seen)
            if time.monotonic() - self._loop_seen > 2 * self._lease_s:
                _log.error("event_loop_hangs", seconds=round(time.monotonic() - self._loop_seen))
                continue
            try:
                self._renew(loop)
            except SQLAlchemyError as error:
                # The leases outlive several failed rounds; if the database stays away they expire, as they should.
                _log.warning("leases_not_renewed", error=type(error).__name__)

    def _seen(self) -> None:
        self._loop_seen = time.monotonic()

    def _renew(self, loop: asyncio.AbstractEventLoop) -> None:
        with self._lock:
            held = dict(self._held)
        if not held:
            return
        with self._engine.begin() as db:
            kept = renew(db, list(held), self._lease_s)
        for token in held.keys() - kept:
            with self._lock:
                job_id = self._held.pop(token, None)
            # A job that ended while the query ran is no longer held by us, and not lost.
            if job_id is not None:
                loop.call_soon_threadsafe(self._on_lost, job_id)

"""Keeps the leases of the jobs under way alive, from a thread of its own.

A thread, because a long step on the event loop must not cost leases. But a loop that hangs for good must lose
them, so that another worker takes over: the thread renews only while the loop still answers.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from speechscan.db.queue import renew
from speechscan.domain.job import Lease
from speechscan.telemetry import logs

_log = logs.get(__name__)


class LeaseKeeper:
    """Knows the leases that are held, and which of them are gone: cancelled, erased or taken over."""

    def __init__(self, engine: Engine, *, lease_s: float) -> None:
        self._engine = engine
        self._lease_s = lease_s
        self._held: set[UUID] = set()  # tokens
        self._lost: set[UUID] = set()
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
            self._held.add(lease.token)

    def let_go(self, lease: Lease) -> None:
        with self._lock:
            self._held.discard(lease.token)
            self._lost.discard(lease.token)

    def has_lost(self, lease: Lease) -> bool:
        return lease.token in self._lost

    @property
    def holds_none(self) -> bool:
        return not self._held

    def _keep(self, loop: asyncio.AbstractEventLoop) -> None:
        while not self._stopping.wait(self._lease_s / 4):
            loop.call_soon_threadsafe(self._seen)
            if time.monotonic() - self._loop_seen > 2 * self._lease_s:
                _log.error("event_loop_hangs", seconds=round(time.monotonic() - self._loop_seen))
                continue
            try:
                self._renew()
            except SQLAlchemyError as error:
                # The leases outlive several failed rounds; if the database stays away they expire, as they should.
                _log.warning("leases_not_renewed", error=type(error).__name__)

    def _seen(self) -> None:
        self._loop_seen = time.monotonic()

    def _renew(self) -> None:
        with self._lock:
            held = self._held - self._lost
        if not held:
            return
        with self._engine.begin() as db:
            kept = renew(db, list(held), self._lease_s)
        with self._lock:
            # A job that ended while the query ran is no longer held by us, and not lost.
            self._lost |= (held - kept) & self._held

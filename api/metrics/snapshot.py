"""Metrics that are read from the database, so that they are right with any number of processes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Generic, TypeVar

from prometheus_client.metrics_core import Metric

from speechscan.errors import Unavailable

T = TypeVar("T")


class SnapshotCollector(Generic[T]):
    """A Prometheus collector. Collecting is synchronous and reading the database is not, so it gives the last snapshot,
    which the endpoint refreshes first: None before that, and while the database is away.

    families     the metrics of a snapshot
    fresh_for_s  reading has its price, so it happens at most so often, however many scrape"""

    def __init__(self, families: Callable[[T | None], Iterable[Metric]], fresh_for_s: float = 5.0) -> None:
        self._families = families
        self._fresh_for_s = fresh_for_s
        self._snapshot: T | None = None
        self._taken_at = float("-inf")
        self._reading = asyncio.Lock()

    def describe(self) -> Iterable[Metric]:
        return self._families(None)

    def collect(self) -> Iterable[Metric]:
        return self._families(self._snapshot)

    async def _refresh(self, read: Callable[[], Awaitable[T]]) -> None:
        async with self._reading:
            if time.monotonic() - self._taken_at <= self._fresh_for_s:
                return
            try:
                self._snapshot = await read()
            except Unavailable:
                # A scrape must say that the database is away (`speechscan_database_up`), not fail with it.
                self._snapshot = None
            self._taken_at = time.monotonic()

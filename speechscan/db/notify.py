"""Wakes a process when there is work for it, through PostgreSQL's LISTEN."""

from __future__ import annotations

import asyncio

import psycopg
from psycopg import sql

from speechscan.telemetry import logs

_log = logs.get(__name__)
_RECONNECT_S = 1.0


class Bell:
    """Rings for every listener. A lost notification only delays: listeners also look by themselves each second."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Event] = set()

    def listener(self) -> asyncio.Event:
        event = asyncio.Event()
        self._listeners.add(event)
        return event

    def forget(self, event: asyncio.Event) -> None:
        self._listeners.discard(event)

    def ring(self) -> None:
        for event in self._listeners:
            event.set()


async def ring_when_notified(bell: Bell, database_url: str, channel: str) -> None:
    """Runs until cancelled; reconnects."""
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(database_url, autocommit=True, connect_timeout=3) as db:
                await db.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))
                bell.ring()  # for what came in before
                async for _ in db.notifies():
                    bell.ring()
        except psycopg.Error as error:
            _log.warning("listen_lost", error=type(error).__name__)
        await asyncio.sleep(_RECONNECT_S)

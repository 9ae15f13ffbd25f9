"""The database, for a task that runs for a while and ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import async_engine
from speechscan.settings import Settings


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[AsyncEngine]:
    engine = async_engine(settings, pool_size=1)
    try:
        yield engine
    finally:
        await engine.dispose()

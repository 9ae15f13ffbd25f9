"""Engines. One per process, made at the entry point."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, InterfaceError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from speechscan.errors import Unavailable
from speechscan.settings import Settings

_CONNECT = {
    "connect_timeout": 3,
    "application_name": "speechscan",
    # A 202 promises that the job survives a crash, whatever the server's default is.
    "options": "-c synchronous_commit=on",
    # A server that vanished without a word is noticed after about 10 s, not after the system's two hours.
    "keepalives_idle": 4,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


# A connection that was used so recently is taken as alive. Testing one costs a round trip, as much as most of our
# statements, and a request uses several.
_TRUSTED_S = 2.0


def async_engine(settings: Settings, pool_size: int = 10) -> AsyncEngine:
    engine = create_async_engine(
        settings.database_url.get_secret_value(),
        pool_size=pool_size,
        max_overflow=pool_size,
        # The last one used is the first one given, so that most are trusted.
        pool_use_lifo=True,
        pool_timeout=10,
        # An error's text goes to the log, and must not take a row's content along.
        hide_parameters=True,
        connect_args=_CONNECT,
    )
    _test_idle_connections(engine.sync_engine)
    return engine


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[AsyncEngine]:
    """For a task or a command that runs for a while and ends."""
    engine = async_engine(settings, pool_size=1)
    try:
        yield engine
    finally:
        await engine.dispose()


def _test_idle_connections(engine: Engine) -> None:
    """What `pool_pre_ping` does, for connections that lay idle."""

    def note(_: Any, entry: ConnectionPoolEntry) -> None:
        entry.info["used_at"] = time.monotonic()

    def test(connection: Any, entry: ConnectionPoolEntry, _: Any) -> None:
        used_at = entry.info.get("used_at")
        if used_at is None or time.monotonic() - used_at < _TRUSTED_S:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            # The pool drops this one and all others of its age, and connects anew.
            raise InvalidatePoolError from error

    event.listen(engine, "checkin", note)
    event.listen(engine, "checkout", test)


def queue_engine(settings: Settings, pool_size: int = 5) -> AsyncEngine:
    """For a worker's queue, whose every step is one statement: autocommit saves BEGIN and COMMIT, and no connection is
    tested before its use, since the worker copes with a lost one anyway. Halves the time of a claim."""
    return create_async_engine(
        settings.database_url.get_secret_value(),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=10,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
        connect_args=_CONNECT,
    )


def autocommit(engine: AsyncEngine) -> AsyncEngine:
    """The same pool, each statement its own transaction: a single read costs half of the round trips so."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def sync_engine(settings: Settings) -> Engine:
    return create_engine(
        settings.database_url.get_secret_value(),
        pool_size=2,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=_CONNECT,
    )


def psycopg_url(settings: Settings) -> str:
    """The same database in libpq's form, for a LISTEN connection."""
    return settings.database_url.get_secret_value().replace("postgresql+psycopg://", "postgresql://", 1)


@contextmanager
def translated() -> Iterator[None]:
    """Turns 'the database is away' into `Unavailable`; every other database error is a defect and passes."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise Unavailable("database", "The database cannot be reached.") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable("database", "The connection to the database was lost.") from error
        raise

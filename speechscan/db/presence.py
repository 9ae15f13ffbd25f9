"""Which processes live: each holds a lock in the database, which goes with its connection, however that ends."""

from __future__ import annotations

import atexit
import threading
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DBAPIError

from speechscan.db.engine import translated
from speechscan.errors import Unavailable
from speechscan.telemetry import logs

# After a restart of the database the second try is a connection again, so this must be well below the time after which
# others take an absent process for gone.
RENEWED_EVERY_S = 2.0
# As long as the database may take to refuse a connection.
_LAST_TRY_S = 5.0
_KIND = 0x5352
# Shared: a run that is resumed may begin while its earlier process is still about to end, and neither may be missed.
_TAKE = text("select pg_try_advisory_lock_shared(:kind, hashtext(:name))")
# By looking, not by trying: a try would hold it for a moment, and its owner might come just then. pg_locks shows the
# second key as unsigned.
HELD = """
select exists (
    select from pg_locks
    where locktype = 'advisory' and granted
      and database = (select oid from pg_database where datname = current_database())
      and classid::bigint = {kind} and objid::bigint = hashtext({name})::bigint & 4294967295
)
"""
_HELD = text(HELD.format(kind=_KIND, name=":name"))
# For a caller with psycopg alone: one parameter, the name.
HELD_BY_PSYCOPG = HELD.format(kind=_KIND, name="%s")
_log = logs.get(__name__)


class Presence:
    """From its first `keep` until `close`, or the end of the process. With a connection lost, until `keep` is called
    again. Use it as a context manager, or call both, or `keep_until_exit`."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name
        self._connection: Connection | None = None
        self._ended = threading.Event()
        self._renewing: threading.Thread | None = None

    def keep(self) -> None:
        """Raises Unavailable."""
        with translated():
            try:
                if self._connection is None:
                    self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                    self._connection.execute(_TAKE, {"kind": _KIND, "name": self._name})
                else:
                    self._connection.execute(select(1))
            except DBAPIError:
                self._drop()
                raise

    def keep_until_exit(self, every_s: float = RENEWED_EVERY_S) -> None:
        """For one whose end is told to others after its own last step, and who is busy meanwhile: a thread of its own
        takes the place again that an outage of the database has cost. Raises Unavailable."""
        self.keep()
        self._renewing = threading.Thread(target=self._renew, args=(every_s,), name="presence", daemon=True)
        self._renewing.start()
        atexit.register(self.close)

    def close(self) -> None:
        self._ended.set()
        if self._renewing is not None:
            self._renewing.join(_LAST_TRY_S)
            if self._renewing.is_alive():
                return  # It waits for a database that is away; the connection is its own, and goes with the process.
        self._drop()

    def _renew(self, every_s: float) -> None:
        lost = False
        while not self._ended.wait(every_s):
            try:
                self.keep()
            except Unavailable as error:
                if not lost:
                    _log.warning("presence_lost", name=self._name, error=error.detail)
                lost = True
            else:
                if lost:
                    _log.info("presence_renewed", name=self._name)
                lost = False

    def _drop(self) -> None:
        if self._connection is not None:
            # Not given back to the pool, so that the lock goes too.
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        self.keep()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()


def is_present(engine: Engine, name: str) -> bool:
    with translated(), engine.connect() as db:
        return bool(db.scalar(_HELD, {"name": name}))

"""The ledger in PostgreSQL, for those that block; `LedgerReader` reads it on an event loop. Times: the database's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, Engine, Row, Select, exists, func, insert, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.tables import model_ledger as table
from speechscan.domain.ledger import CROWNING, Entry, Event, GateOutcome, NewEntry
from speechscan.errors import Conflict
from speechscan.ledger.base import Held

_PROMOTION, _REFUSAL = 0x5350, 0x5351
_FIELDS = tuple(NewEntry.__dataclass_fields__)


class PostgresLedger:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, new: NewEntry) -> Entry:
        with translated(), self._engine.begin() as db:
            return _append(db, new)

    def append_refusal(self, new: NewEntry) -> Entry | None:
        with translated(), self._engine.begin() as db:
            # Several processes refuse the same version at the same moment.
            db.execute(text("select pg_advisory_xact_lock(:key, hashtext(:name))"), _key(_REFUSAL, new.model_name))
            there = _of(new.model_name, new.version).where(
                table.c.event == Event.REFUSAL,
                table.c.digest == new.digest,
                table.c.reasons == [*map(str, new.reasons)],
            )
            return None if db.scalar(select(exists(there))) else _append(db, new)

    def history(self, model_name: str, *, version: str | None = None, limit: int | None = None) -> list[Entry]:
        return self._entries(_of(model_name, version).order_by(table.c.id.desc()).limit(limit))

    def champion_at(self, model_name: str, time: datetime | None = None) -> Entry | None:
        return next(iter(self._entries(_champion(model_name, time))), None)

    def cleared(self, model_name: str, digest: str) -> bool:
        with translated(), self._engine.connect() as db:
            return bool(db.scalar(select(exists(_clearances(model_name).where(table.c.digest == digest)))))

    def known_digest(self, model_name: str, version: str) -> str | None:
        decided = _of(model_name, version).where(table.c.event != Event.REFUSAL)
        found = self._entries(decided.order_by(table.c.id.desc()).limit(1))
        return found[0].digest if found else None

    def latest_verdicts(self, model_name: str) -> dict[str, Entry]:
        gates = _of(model_name).where(table.c.event == Event.GATE).distinct(table.c.version)
        found = self._entries(gates.order_by(table.c.version, table.c.id.desc()))
        return {entry.version: entry for entry in found}

    @contextmanager
    def promotion_lock(self, model_name: str, wait_s: float = 60.0) -> Iterator[Held]:
        """The lock is the connection's: it goes with the process, however that ends."""
        with translated():
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            _take(connection, model_name, wait_s)
            yield _HeldLock(connection)
        finally:
            # Closed, not given back to the pool: so the lock cannot outlive this block.
            connection.invalidate()
            connection.close()

    def _entries(self, query: Select[Any]) -> list[Entry]:
        with translated(), self._engine.connect() as db:
            return [_entry(row) for row in db.execute(query)]


class LedgerReader:
    """For the API."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._autocommit = autocommit(engine)

    async def decisions(self, model_name: str) -> list[Entry]:
        """All entries but refusals, newest first. They are few: some for each version that was ever registered."""
        query = _of(model_name).where(table.c.event != Event.REFUSAL).order_by(table.c.id.desc())
        with translated():
            async with self._autocommit.connect() as db:
                return [_entry(row) for row in await db.execute(query)]

    async def counts(self, model_name: str) -> dict[tuple[Event, GateOutcome | None], int]:
        """Entries by event and outcome."""
        kinds = table.c.event, table.c.outcome
        query = select(*kinds, func.count()).where(table.c.model_name == model_name).group_by(*kinds)
        with translated():
            async with self._autocommit.connect() as db:
                return {(Event(e), GateOutcome(o) if o else None): n for e, o, n in await db.execute(query)}


class _HeldLock:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def check(self) -> None:
        with translated():
            self._connection.execute(select(1))


def _take(connection: Connection, model_name: str, wait_s: float) -> None:
    limit = select(func.set_config("lock_timeout", f"{max(1, round(wait_s * 1000))}ms", False))
    with translated():
        connection.execute(limit)
        try:
            connection.execute(text("select pg_advisory_lock(:key, hashtext(:name))"), _key(_PROMOTION, model_name))
        except OperationalError as error:
            if isinstance(error.orig, LockNotAvailable):
                raise Conflict("Another promotion or rollback is under way. Try again when it has ended.") from error
            raise


def _key(kind: int, model_name: str) -> dict[str, Any]:
    return {"key": kind, "name": model_name}


def _append(db: Connection, new: NewEntry) -> Entry:
    values = {name: getattr(new, name) for name in _FIELDS}
    lists = {"reasons": [*map(str, new.reasons)], "references": list(new.references), "details": dict(new.details)}
    return _entry(db.execute(insert(table).values({**values, **lists}).returning(table)).one())


def _of(model_name: str, version: str | None = None) -> Select[Any]:
    query = select(table).where(table.c.model_name == model_name)
    return query if version is None else query.where(table.c.version == version)


def _champion(model_name: str, time: datetime | None) -> Select[Any]:
    query = _of(model_name).where(table.c.event.in_(CROWNING))
    if time is not None:
        query = query.where(table.c.at <= time)
    return query.order_by(table.c.id.desc()).limit(1)


def _clearances(model_name: str) -> Select[Any]:
    passed = (table.c.event == Event.GATE) & (table.c.outcome == GateOutcome.PASS)
    return _of(model_name).where((table.c.event == Event.BOOTSTRAP) | passed)


def _entry(row: Row[Any]) -> Entry:
    told = {name: getattr(row, name) for name in (*_FIELDS, "id", "at")}
    return Entry(
        **{
            **told,
            "event": Event(row.event),
            "outcome": None if row.outcome is None else GateOutcome(row.outcome),
            "reasons": tuple(row.reasons),
            "references": tuple(row.references),
        }
    )

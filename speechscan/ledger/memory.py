"""A ledger without a database, for tests. Held to the same contract test as PostgreSQL's."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from speechscan.domain import ledger
from speechscan.domain.ledger import Entry, NewEntry
from speechscan.errors import Conflict, Unavailable
from speechscan.ledger.base import Held


class MemoryLedger:
    """away: whether all calls fail. calls_left: so many more succeed, then all fail; None for no limit."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._writing = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self.away = False
        self.calls_left: int | None = None

    def append(self, new: NewEntry) -> Entry:
        self._reach()
        with self._writing:
            return self._add(new)

    def append_refusal(self, new: NewEntry) -> Entry | None:
        self._reach()
        with self._writing:
            if any(_same_refusal(entry, new) for entry in self._entries):
                return None
            return self._add(new)

    def history(self, model_name: str, *, version: str | None = None, limit: int | None = None) -> list[Entry]:
        found = [entry for entry in self._of(model_name) if version in (None, entry.version)]
        return found[::-1][:limit]

    def champion_at(self, model_name: str, time: datetime | None = None) -> Entry | None:
        return ledger.champion_at(self._of(model_name), time)

    def cleared(self, model_name: str, digest: str) -> bool:
        return ledger.cleared(self._of(model_name), digest)

    def known_digest(self, model_name: str, version: str) -> str | None:
        return ledger.known_digest(self._of(model_name), version)

    def latest_verdicts(self, model_name: str) -> dict[str, Entry]:
        return ledger.latest_verdicts(self._of(model_name))

    @contextmanager
    def promotion_lock(self, model_name: str, wait_s: float = 60.0) -> Iterator[Held]:
        self._reach()
        lock = self._locks.setdefault(model_name, threading.Lock())
        if not lock.acquire(timeout=wait_s):
            raise Conflict("Another promotion or rollback is under way. Try again when it has ended.")
        try:
            yield _Held()
        finally:
            lock.release()

    def _of(self, model_name: str) -> list[Entry]:
        self._reach()
        return [entry for entry in self._entries if entry.model_name == model_name]

    def _add(self, new: NewEntry) -> Entry:
        entry = ledger.recorded(new, len(self._entries) + 1, datetime.now(UTC))
        self._entries.append(entry)
        return entry

    def _reach(self) -> None:
        if self.away or self.calls_left == 0:
            raise Unavailable("database", "The database cannot be reached.")
        if self.calls_left is not None:
            self.calls_left -= 1


class _Held:
    def check(self) -> None:
        """A lock in memory is not lost."""


def _same_refusal(entry: Entry, new: NewEntry) -> bool:
    def identity(one: NewEntry) -> tuple[object, ...]:
        return one.event, one.model_name, one.version, one.digest, one.reasons

    return identity(entry) == identity(new)

"""The ledger's protocol. `speechscan.db.ledger.PostgresLedger` is the real one."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from speechscan.domain.ledger import Entry, NewEntry


class Held(Protocol):
    def check(self) -> None:
        """Raises `Unavailable` if the lock was lost with its connection: then another may hold it."""
        ...


class Ledger(Protocol):
    """Blocking. Every method raises `Unavailable` while the database is away."""

    def append(self, new: NewEntry) -> Entry: ...

    def append_refusal(self, new: NewEntry) -> Entry | None:
        """Once for a version, digest and reasons, however many processes refuse it however often; None if it was there
        already."""
        ...

    def history(self, model_name: str, *, version: str | None = None, limit: int | None = None) -> list[Entry]:
        """Newest first."""
        ...

    def champion_at(self, model_name: str, time: datetime | None = None) -> Entry | None:
        """The entry that made the version champion which was it at `time` (with a time zone), or is it now."""
        ...

    def cleared(self, model_name: str, digest: str) -> bool:
        """Whether a version with these files was bootstrapped or has passed a gate."""
        ...

    def known_digest(self, model_name: str, version: str) -> str | None:
        """The digest that the version's files had at the latest decision about it; None if there was none."""
        ...

    def latest_verdicts(self, model_name: str) -> dict[str, Entry]:
        """Version -> its latest gate."""
        ...

    def promotion_lock(self, model_name: str, wait_s: float = 60.0) -> AbstractContextManager[Held]:
        """Only one holds it, in all processes: whoever changes the champion does. Raises Conflict if another still
        holds it after `wait_s`."""
        ...

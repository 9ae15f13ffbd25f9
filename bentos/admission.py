"""Which version a serving process is to serve, and whether it may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from registry import pin
from registry.versions import CHAMPION, ModelRegistry
from speechscan.db.ledger import PostgresLedger
from speechscan.domain.ledger import Event, NewEntry
from speechscan.ledger import Ledger, objection
from speechscan.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Engine


class Admission(Protocol):
    """All may raise `Unavailable`."""

    def wanted(self) -> str | None:
        """Number of the version that is to be served; None if there is none."""
        ...

    def objection(self, version: str, digest: str) -> str | None:
        """Why this version, whose files have this digest, may not be served; None if it may."""
        ...

    def substitute(self) -> str | None:
        """What a process serves that has nothing yet and may not serve the wanted version."""
        ...

    def note_refusal(self, version: str, digest: str, reason: str) -> None: ...


class ByLedger:
    """The champion, if the ledger clears it. A process that starts while an uncleared version bears the alias serves
    the ledger's own champion: the last good one."""

    def __init__(self, registry: ModelRegistry, ledger: Ledger, actor: str) -> None:
        self._registry = registry
        self._ledger = ledger
        self._actor = actor

    def wanted(self) -> str | None:
        return self._registry.resolve(CHAMPION)

    def objection(self, version: str, digest: str) -> str | None:
        return objection(self._ledger, self._registry.name, version, digest)

    def substitute(self) -> str | None:
        champion = self._ledger.champion_at(self._registry.name)
        return champion.version if champion else None

    def note_refusal(self, version: str, digest: str, reason: str) -> None:
        self._ledger.append_refusal(
            NewEntry(
                event=Event.REFUSAL,
                actor=self._actor,
                model_name=self._registry.name,
                version=version,
                digest=digest,
                reasons=(reason,),
            )
        )


class OnlyShipped:
    """Without a database of our own nothing says what was gated, but the pinned digest of the shipped model."""

    def __init__(self, registry: ModelRegistry) -> None:
        self._registry = registry

    def wanted(self) -> str | None:
        return self._registry.resolve(CHAMPION)

    def objection(self, version: str, digest: str) -> str | None:
        if digest == pin.pinned():
            return None
        return (
            f"Version {version} is not the shipped model, and without a database nothing says that it has passed the "
            "gate. Set SPEECHSCAN_DATABASE_URL."
        )

    def substitute(self) -> str | None:
        return None

    def note_refusal(self, version: str, digest: str, reason: str) -> None:
        """There is no ledger; the log has it."""


class OneVersion:
    """A private service, which clients do not use: the gate asks it what a challenger would answer."""

    def __init__(self, version: str) -> None:
        self._version = version

    def wanted(self) -> str | None:
        return self._version

    def objection(self, version: str, digest: str) -> str | None:
        return None

    def substitute(self) -> str | None:
        return None

    def note_refusal(self, version: str, digest: str, reason: str) -> None:
        """The gate sees that it is not ready; the log has it."""


def admission(settings: Settings, registry: ModelRegistry, engine: Engine | None, actor: str) -> Admission:
    if settings.model_pin is not None:
        return OneVersion(settings.model_pin)
    return OnlyShipped(registry) if engine is None else ByLedger(registry, PostgresLedger(engine), actor)

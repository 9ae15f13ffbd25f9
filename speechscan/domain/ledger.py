"""The ledger: what was decided about model versions, when, by whom and why. Entries are only ever added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

SAID = "reasons_said"
"""In an entry's details: what its reasons say, as names and figures, one for one; null of a person's own words."""


class Event(StrEnum):
    BOOTSTRAP = "bootstrap"
    """The shipped model enters; it counts as gated, and is champion from then on."""
    GATE = "gate"
    APPROVAL = "approval"
    """A person said yes or no to a version that had passed."""
    PROMOTION = "promotion"
    ROLLBACK = "rollback"
    REFUSAL = "refusal"
    """A serving process would not load a version that bears the alias `champion`."""


# After one of these its version is champion.
CROWNING = (Event.BOOTSTRAP, Event.PROMOTION, Event.ROLLBACK)


class GateOutcome(StrEnum):
    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """actor             a person, or the part of the platform that decided
    digest            of the version's files (`Bundle.digest`), never of a tag; empty where they could not be read
    previous_version  the champion before, for promotion and rollback
    outcome           of a gate or an approval
    reasons           sentences
    dataset_sha256    of the training data; policy_sha256: of the gate's policy file
    references        the reference sets that the gate used, each name@version:sha256
    report_key        the gate's report in the object store
    details           JSON, whatever else is worth keeping"""

    event: Event
    actor: str
    model_name: str
    version: str
    digest: str
    previous_version: str | None = None
    outcome: GateOutcome | None = None
    reasons: tuple[str, ...] = ()
    dataset_sha256: str | None = None
    policy_sha256: str | None = None
    references: tuple[str, ...] = ()
    report_key: str | None = None
    flow_run_id: UUID | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(NewEntry):
    """id: rises with each entry. at: by the database's clock."""

    id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ledger knows of one version.

    gate       the latest; a bootstrapped version needs none
    cleared    it may serve, by its own gate or bootstrap or that of the same files under another number
    champion   it is, by the latest entry that made one"""

    version: str
    digest: str
    gate: Entry | None
    bootstrapped: bool
    cleared: bool
    champion: bool


def recorded(new: NewEntry, number: int, at: datetime) -> Entry:
    return Entry(**{name: getattr(new, name) for name in NewEntry.__dataclass_fields__}, id=number, at=at)


def champion_at(entries: Iterable[Entry], time: datetime | None = None) -> Entry | None:
    """The entry that made the version champion which was it at `time`; now if that is None."""
    crowning = [entry for entry in entries if entry.event in CROWNING and (time is None or entry.at <= time)]
    return max(crowning, key=lambda entry: entry.id, default=None)


def clears(entry: NewEntry) -> bool:
    """Whether by this entry a version with its digest may serve."""
    return entry.event is Event.BOOTSTRAP or (entry.event is Event.GATE and entry.outcome is GateOutcome.PASS)


def cleared(entries: Iterable[Entry], digest: str) -> bool:
    return any(entry.digest == digest and clears(entry) for entry in entries)


def known_digest(entries: Iterable[Entry], version: str) -> str | None:
    """The digest that the version's files had at the latest decision about it. A refusal is none: it names the files
    that were found, which may be others."""
    decided = [entry for entry in entries if entry.version == version and entry.event is not Event.REFUSAL]
    latest = max(decided, key=lambda entry: entry.id, default=None)
    return latest.digest if latest else None


def latest_verdicts(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Version -> its latest gate."""
    gates = sorted((entry for entry in entries if entry.event is Event.GATE), key=lambda entry: entry.id)
    return {entry.version: entry for entry in gates}


def standings(entries: Sequence[Entry]) -> list[Standing]:
    """Of every version about which something was decided, newest version first."""
    verdicts, champion = latest_verdicts(entries), champion_at(entries)
    bootstrapped = {entry.version for entry in entries if entry.event is Event.BOOTSTRAP}
    numbers = {entry.version for entry in entries if entry.event is not Event.REFUSAL}
    found = []
    for version in sorted(numbers, key=_as_number, reverse=True):
        digest = known_digest(entries, version) or ""
        found.append(
            Standing(
                version=version,
                digest=digest,
                gate=verdicts.get(version),
                bootstrapped=version in bootstrapped,
                cleared=cleared(entries, digest),
                champion=champion is not None and champion.version == version,
            )
        )
    return found


def champion_since(entries: Iterable[Entry], version: str) -> datetime | None:
    """When the version was last made champion."""
    return max((entry.at for entry in entries if entry.event in CROWNING and entry.version == version), default=None)


def as_document(entry: Entry) -> dict[str, Any]:
    """For JSON: times in ISO 8601."""
    told = asdict(entry)
    flow_run = told["flow_run_id"]
    return {**told, "at": entry.at.isoformat(), "flow_run_id": None if flow_run is None else str(flow_run)}


def _as_number(version: str) -> int:
    return int(version) if version.isdecimal() else 0

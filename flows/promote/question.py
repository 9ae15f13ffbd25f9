"""What the gate is asked about a version. It is asked anew when the policy or the reference sets are others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from speechscan.domain.ledger import CROWNING, Entry, Event, GateOutcome

DETAIL = "question"


@dataclass(frozen=True, slots=True)
class Question:
    """champion    the version to compare with, by the ledger
    digest      as the version's tag says it: a hint, enough to notice another version of the same number
    references  those in use, each name@version:sha256, sorted"""

    version: str
    digest: str | None
    champion: str | None
    policy_sha256: str
    references: tuple[str, ...]

    @property
    def key(self) -> str:
        return hashlib.sha256(json.dumps(astuple(self)).encode()).hexdigest()[:16]

    def is_settled(self, entries: Sequence[Entry]) -> bool:
        """Whether nothing is left to do by itself; a person may still start the flow. entries: of all versions."""
        if self._was_taken_back(entries) or any(self._is_refused_by(entry) for entry in entries):
            return True
        gate = max(filter(self.is_answered_by, entries), key=lambda entry: entry.id, default=None)
        if gate is None:
            return False
        return gate.outcome is not GateOutcome.PASS or self._was_promoted_after(gate, entries)

    def is_answered_by(self, entry: Entry) -> bool:
        return (
            entry.event is Event.GATE
            and entry.version == self.version
            and entry.previous_version == self.champion
            and self.digest in (None, entry.digest)
            and entry.policy_sha256 == self.policy_sha256
            and set(self.references) == {*entry.references, *entry.details.get("set_aside", ())}
        )

    def is_approved_by(self, entry: Entry) -> bool:
        return (
            entry.event is Event.APPROVAL
            and entry.version == self.version
            and entry.outcome is GateOutcome.PASS
            and entry.details.get(DETAIL) == self.key
        )

    def _is_refused_by(self, entry: Entry) -> bool:
        return entry.event in (Event.REFUSAL, Event.APPROVAL) and (
            entry.outcome is not GateOutcome.PASS and entry.details.get(DETAIL) == self.key
        )

    def _was_promoted_after(self, gate: Entry, entries: Sequence[Entry]) -> bool:
        return any(
            entry.event is Event.PROMOTION and entry.version == self.version and entry.id > gate.id for entry in entries
        )

    def _was_taken_back(self, entries: Sequence[Entry]) -> bool:
        """The last that happened to it as a champion was a rollback: then only a person brings it back."""
        moves = [e for e in entries if e.event in CROWNING and self.version in (e.version, e.previous_version)]
        last = max(moves, key=lambda entry: entry.id, default=None)
        return last is not None and last.event is Event.ROLLBACK and last.previous_version == self.version

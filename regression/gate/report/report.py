"""The gate's answer with all that it rests on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from regression.gate.check import Check, Outcome, overall
from regression.gate.contender import Contender
from regression.gate.duel import Duel
from regression.gate.policy import Policy
from regression.references.reference import Kind, Reference
from speechscan.domain.sentence import Sentence, Wording

_OF_CHECK = Wording("gate-reason", "{check}: {reason}")
_ON_SET = Wording("gate-reason-on-set", "{check} on {reference}: {reason}")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions. bytes: of the whole bundle."""

    number: str
    digest: str
    bytes: int
    dataset_sha256: str | None

    @classmethod
    def of(cls, contender: Contender) -> Side:
        dataset = contender.bundle.training.get("dataset_sha256")
        return cls(contender.number, contender.digest, contender.bytes, dataset)


@dataclass(frozen=True, slots=True)
class ReferenceUse:
    """refused: why the set was not used, a sentence; None for one that was."""

    title: str
    sha256: str
    kind: Kind
    clips: int
    dysarthric_speakers: int
    healthy_speakers: int
    refused: str | None

    @classmethod
    def of(cls, reference: Reference, refused: str | None = None) -> ReferenceUse:
        ill = {(clip.corpus, clip.speaker) for clip in reference.clips if clip.dysarthric}
        everybody = {(clip.corpus, clip.speaker) for clip in reference.clips if clip.label}
        counts = len(reference.clips), len(ill), len(everybody - ill)
        return cls(reference.title, reference.sha256, reference.kind, *counts, refused)


@dataclass(frozen=True)
class GateReport:
    """id           the same for the same models, references, policy, seed and environment
    environment  versions of what the figures depend on
    notes        sentences that belong to no check"""

    id: str
    challenger: Side
    champion: Side | None
    references: tuple[ReferenceUse, ...]
    checks: tuple[Check, ...]
    policy: Policy
    seed: int
    environment: Mapping[str, str]
    created_at: datetime
    notes: tuple[str, ...] = ()
    duels: tuple[Duel, ...] = ()

    @property
    def outcome(self) -> Outcome:
        return overall(self.checks)

    @property
    def reasons(self) -> tuple[Sentence, ...]:
        """Why it did not pass, failures first; empty if it did."""
        asked = (Outcome.FAIL, Outcome.INCONCLUSIVE)
        return tuple(_told(check, reason) for outcome in asked for check in self.checks if check.outcome is outcome
                     for reason in check.reasons)  # fmt: skip

    @property
    def used(self) -> tuple[str, ...]:
        """Titles and hashes of the reference sets that the verdict rests on, as the ledger keeps them."""
        return tuple(f"{use.title}:{use.sha256}" for use in self.references if use.refused is None)

    @property
    def set_aside(self) -> tuple[str, ...]:
        """Those that were offered and not used. With them the ledger tells whether new ones have come since."""
        return tuple(f"{use.title}:{use.sha256}" for use in self.references if use.refused is not None)


def report_id(
    challenger: Side, champion: Side | None, references: Sequence[ReferenceUse], policy: Policy, seed: int,
    environment: Mapping[str, str],
) -> str:  # fmt: skip
    """So that a gate that was killed and runs again writes the same report in the same place."""
    digests = [challenger.digest, champion.digest if champion else None]
    told = [digests, sorted(use.sha256 for use in references), policy.sha256, seed, sorted(environment.items())]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def _told(check: Check, reason: Sentence) -> Sentence:
    name = check.name.capitalize()
    if not check.reference:
        return _OF_CHECK.as_told(f"{name}: {reason}", check=check.name, reason=reason)
    words = f"{name} on {check.reference}: {reason}"
    return _ON_SET.as_told(words, check=check.name, reference=check.reference, reason=reason)

"""What version 1 answers about the versions of the model."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Self

from pydantic import ConfigDict, Field

from api.v1 import examples
from api.v1.models import Strict
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.domain.ledger import Entry, GateOutcome, Standing


class GateOut(Strict):
    """The latest judgement of the regression gate."""

    outcome: GateOutcome
    judged_at: datetime
    reasons: list[str] = Field(description="Sentences: why it did not pass, or what was noted.")
    policy_sha256: str | None = Field(description="Of the policy that it was judged by.")
    references: list[str] = Field(description="The reference sets, each name@version:sha256.")

    @classmethod
    def of(cls, entry: Entry | None) -> Self | None:
        if entry is None or entry.outcome is None:
            return None
        return cls(
            outcome=entry.outcome,
            judged_at=entry.at.astimezone(UTC),
            reasons=list(entry.reasons),
            policy_sha256=entry.policy_sha256,
            references=list(entry.references),
        )


class VersionLinks(Strict):
    """Relative to the address of the API."""

    card: str = Field(description="The version's model card, Markdown.")


class VersionOut(Strict):
    version: str
    digest: str = Field(description="SHA-256 that covers the version's files.")
    cleared: bool = Field(description="It may serve: it has passed the gate, or was shipped.")
    bootstrapped: bool = Field(description="It was shipped with SpeechScan, and needs no gate.")
    champion: bool = Field(description="By the ledger.")
    gate: GateOut | None = Field(description="Null if it was never judged.")
    links: VersionLinks

    @classmethod
    def of(cls, standing: Standing, root_path: str) -> Self:
        return cls(
            version=standing.version,
            digest=standing.digest,
            cleared=standing.cleared,
            bootstrapped=standing.bootstrapped,
            champion=standing.champion,
            gate=GateOut.of(standing.gate),
            links=VersionLinks(card=f"{root_path}/v1/models/{standing.version}/card"),
        )


class VersionList(Strict):
    model_config = ConfigDict(json_schema_extra={"examples": [examples.VERSIONS]})

    name: str = Field(description="Of the model.")
    versions: list[VersionOut] = Field(description="Those that the ledger knows, newest first.")
    disclaimer: str = DISCLAIMER


class ServedOut(Strict):
    """The version that scores now, as the serving processes say."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.SERVED]})

    name: str
    version: str
    digest: str | None = Field(description="SHA-256 that covers the version's files.")
    since: datetime | None = Field(description="When it became champion, by the ledger.")
    bootstrapped: bool = Field(description="It was shipped with SpeechScan, and needs no gate.")
    gate: GateOut | None = Field(description="Null if it was never judged.")
    card: str | None = Field(description="The model card, Markdown; null if it is not stored.")
    disclaimer: str = DISCLAIMER

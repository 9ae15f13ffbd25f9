"""Versions of the model."""

from __future__ import annotations

from datetime import datetime

from speechscan.client.answers.base import Answer


class Gate(Answer):
    """The latest judgement of the regression gate."""

    outcome: str
    """`pass`, `fail` or `inconclusive`."""
    judged_at: datetime
    reasons: tuple[str, ...]
    policy_sha256: str | None
    references: tuple[str, ...]


class Version(Answer):
    version: str
    digest: str
    cleared: bool
    """It may serve: it has passed the gate, or was shipped."""
    bootstrapped: bool
    champion: bool
    gate: Gate | None


class VersionList(Answer):
    name: str
    versions: tuple[Version, ...]
    """Newest first."""


class Champion(Answer):
    """The version that scores now, as the serving processes say."""

    name: str
    version: str
    digest: str | None
    since: datetime | None
    bootstrapped: bool
    gate: Gate | None
    card: str | None
    """Its model card, Markdown."""
    disclaimer: str

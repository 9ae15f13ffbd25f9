"""What a serving process says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ServingState:
    """version, digest    of the model that it serves; None if it has loaded none
    scored, failed     scorings since that model was loaded; a recording's own fault is no failure
    refused_version    a version that bears the alias `champion` and that it will not load; refused_reason: why"""

    model_name: str
    version: str | None = None
    digest: str | None = None
    scored: int = 0
    failed: int = 0
    refused_version: str | None = None
    refused_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServingReport(ServingState):
    """instance: host and process. seen_at: when it last said so, by the database's clock."""

    instance: str
    seen_at: datetime

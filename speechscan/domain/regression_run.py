"""What a regression run found on one reference set."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class RegressionOutcome(StrEnum):
    EQUAL = "equal"
    """To the golden scores, within the tolerance."""
    DIFFERENT = "different"
    STORED = "stored"
    """There were no golden scores yet: these are the golden ones from now on."""


@dataclass(frozen=True, slots=True)
class Auc:
    """Between clips of dysarthric and of healthy speakers; low, high: 95 % interval, speakers drawn anew."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RegressionRun:
    """reference    name@version; reference_sha256: of what is in it
    differing    clips that differ from their golden score
    largest      difference of a probability, None where nothing was compared
    auc          None for phantoms, which are neither healthy nor dysarthric
    clips_per_s  through the running service
    report_key   the list of differences in the object store"""

    model_name: str
    model_version: str
    model_digest: str
    reference: str
    reference_sha256: str
    outcome: RegressionOutcome
    clips: int
    differing: int
    largest: float | None
    auc: Auc | None
    clips_per_s: float
    flow_run_id: UUID | None
    report_key: str | None


@dataclass(frozen=True, slots=True)
class LastRun:
    """For the metrics. age_s: since then, by the database's clock."""

    reference: str
    outcome: RegressionOutcome
    age_s: float
    auc: Auc | None

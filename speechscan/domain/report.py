"""Reports of what watches the service: what was looked at, when, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

# Of our own, so that ids made here meet no others.
_IDS = UUID("5b1f8f1e-2f0c-4a53-9d0b-0f3b9f0f6c1d")


class ReportKind(StrEnum):
    DRIFT = "drift"
    GATE = "gate"
    REGRESSION = "regression"
    VALIDATION = "validation"


@dataclass(frozen=True, slots=True)
class Report:
    """outcome        in the words of its kind: `no_drift`, `passed`, ...
    summary        JSON: what the outcome rests on, in figures and sentences
    html_key       the whole of it for people, in the object store; `json_key` for programs
    model_version  that it is about, if it is about one
    flow_run_id    the run in Prefect that made it
    """

    id: UUID
    kind: ReportKind
    made_at: datetime
    outcome: str
    summary: Mapping[str, Any] = field(default_factory=dict)
    html_key: str | None = None
    json_key: str | None = None
    flow_run_id: UUID | None = None
    model_version: str | None = None


def report_id(kind: ReportKind, of: str) -> UUID:
    """The same for the same thing that is reported, so that a flow that is run again replaces its report."""
    return uuid5(_IDS, f"{kind.value}:{of}")

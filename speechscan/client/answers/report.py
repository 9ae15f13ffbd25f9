"""Reports of the flows that watch the service."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from speechscan.client.answers.base import Answer, Page


class ReportLinks(Answer):
    self_: str = Field(alias="self")
    html: str | None


class Report(Answer):
    id: UUID
    kind: str
    """`drift`, `gate`, `regression` or `validation`."""
    made_at: datetime
    outcome: str
    """In the words of its kind."""
    summary: dict[str, Any]
    model_version: str | None
    flow_run_id: UUID | None
    links: ReportLinks
    disclaimer: str


class ReportPage(Page):
    reports: tuple[Report, ...]

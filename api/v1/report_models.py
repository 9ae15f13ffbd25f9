"""What the endpoints of reports answer and take."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.v1 import report_examples
from api.v1.models import Strict
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.domain.report import Report, ReportKind


class ReportLinks(Strict):
    """Relative to the address of the API."""

    self_: str = Field(alias="self")
    html: str | None = Field(description="The whole report as a page; null where there is none.")


class ReportOut(Strict):
    model_config = ConfigDict(json_schema_extra={"examples": [*report_examples.ALL]})

    id: UUID
    kind: ReportKind
    made_at: datetime
    outcome: str = Field(description="In the words of its kind; docs/api.md says where they are listed.")
    summary: dict[str, Any] = Field(description="What the outcome rests on; its fields depend on the kind.")
    model_version: str | None = Field(description="The version that it is about, if it is about one.")
    flow_run_id: UUID | None = Field(description="The run in Prefect that made it.")
    links: ReportLinks
    disclaimer: str

    @classmethod
    def of(cls, report: Report, root_path: str) -> Self:
        path = f"{root_path}/v1/reports/{report.id}"
        return cls(
            id=report.id,
            kind=report.kind,
            made_at=report.made_at.astimezone(UTC),
            outcome=report.outcome,
            summary=dict(report.summary),
            model_version=report.model_version,
            flow_run_id=report.flow_run_id,
            links=ReportLinks(self=path, html=f"{path}/html" if report.html_key else None),
            disclaimer=DISCLAIMER,
        )


class ReportPage(Strict):
    reports: list[ReportOut] = Field(description="Newest first.")
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")
    disclaimer: str = DISCLAIMER


class ReportQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: list[ReportKind] = Field([], max_length=len(ReportKind), description="Repeat it for several.")
    limit: int = Field(20, ge=1, le=100, description="Most of a page.")
    cursor: Annotated[str, Field(max_length=200)] | None = Field(None, description="`next_cursor` of the page before.")

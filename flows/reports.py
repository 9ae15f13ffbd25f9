"""What a flow that watches leaves behind: files in the object store, and a row that says what came of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from prefect.context import FlowRunContext

from speechscan.db.reports import ReportRepository
from speechscan.domain.report import Report, ReportKind
from speechscan.storage import ObjectStore, report_key


async def keep(
    reports: ReportRepository,
    store: ObjectStore,
    kind: ReportKind,
    outcome: str,
    *,
    summary: Mapping[str, Any],
    document: Mapping[str, Any],
    page: str | None = None,
    model_version: str | None = None,
    flow_run_id: UUID | None = None,
    report_id: UUID | None = None,
) -> Report:
    """The files first: a row never names one that is not there. Of a run that broke off in between, files stay that
    retention finds. report_id: of a report whose place this one takes, if there is one."""
    report_id = report_id or uuid4()
    html_key = report_key(kind, report_id, "report.html") if page is not None else None
    json_key = report_key(kind, report_id, "report.json")
    if page is not None and html_key is not None:
        await asyncio.to_thread(store.put, html_key, page.encode(), "text/html; charset=utf-8")
    await asyncio.to_thread(store.put, json_key, json.dumps(document, indent=1).encode(), "application/json")
    made = Report(
        id=report_id,
        kind=kind,
        made_at=datetime.now(UTC),
        outcome=outcome,
        summary=summary,
        html_key=html_key,
        json_key=json_key,
        flow_run_id=flow_run_id,
        model_version=model_version,
    )
    await reports.add(made)
    return made


def present_run() -> UUID | None:
    """None outside of a flow."""
    context = FlowRunContext.get()
    return context.flow_run.id if context and context.flow_run else None

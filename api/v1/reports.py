"""Reports of the flows that watch the service, for whoever is responsible for it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, Security
from starlette.responses import StreamingResponse

from api import cursor, openapi
from api.auth import described
from api.report_page import whole_report
from api.services import ServicesDep
from api.v1.report_models import ReportOut, ReportPage, ReportQuery
from speechscan.db.reports import ReportFilter

router = APIRouter(prefix="/v1/reports", tags=["reports"], dependencies=[Security(described)])


@router.get("", responses=openapi.problems(401, 403, 422, 503))
async def list_reports(request: Request, services: ServicesDep, query: Annotated[ReportQuery, Query()]) -> ReportPage:
    """All reports, newest first. Needs the scope `reports`."""
    after = None if query.cursor is None else cursor.decode(query.cursor)
    found = await services.reports.list(ReportFilter(tuple(query.kind), after, query.limit + 1))
    page, next_cursor = cursor.page(found, query.limit, lambda report: (report.made_at, report.id))
    return ReportPage(reports=[ReportOut.of(report, _root_path(request)) for report in page], next_cursor=next_cursor)


@router.get("/{report_id}", responses=openapi.problems(401, 403, 404, 422, 503))
async def read_report(request: Request, services: ServicesDep, report_id: UUID) -> ReportOut:
    """What a report found, without its page. Needs the scope `reports`."""
    return ReportOut.of(await services.reports.get(report_id), _root_path(request))


@router.get(
    "/{report_id}/html",
    response_class=Response,
    responses={200: {"content": {"text/html": {}}}, **openapi.problems(401, 403, 404, 422, 503)},
)
async def read_page(services: ServicesDep, report_id: UUID) -> StreamingResponse:
    """The report as a page that needs no other file. Needs the scope `reports`."""
    return await whole_report(services, report_id, framed=False)


def _root_path(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")

"""Reports of the flows that watch the service, for whoever is responsible for it."""

from __future__ import annotations

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, Security
from starlette.responses import StreamingResponse

from api import cursor, openapi
from api.auth import described
from api.services import ServicesDep
from api.v1.report_models import ReportOut, ReportPage, ReportQuery
from speechscan.db.reports import ReportFilter
from speechscan.errors import NotFound

# A report's page draws its plots with scripts of its own. The sandbox gives it an origin that is nobody's: it reads no
# cookie and no answer of ours, sends nothing anywhere, opens no window and is shown in no foreign frame. Its plots
# need `eval`, which without a network and an origin reaches nothing.
PAGE_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PAGE_HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

router = APIRouter(prefix="/v1/reports", tags=["reports"], dependencies=[Security(described)])


@router.get("", responses=openapi.problems(401, 403, 422, 503))
async def list_reports(request: Request, services: ServicesDep, query: Annotated[ReportQuery, Query()]) -> ReportPage:
    """All reports, newest first. Needs the scope `reports`."""
    after = None if query.cursor is None else cursor.decode(query.cursor)
    # One more than asked for tells whether there is another page.
    found = await services.reports.list(ReportFilter(tuple(query.kind), after, query.limit + 1))
    page = found[: query.limit]
    return ReportPage(
        reports=[ReportOut.of(report, _root_path(request)) for report in page],
        next_cursor=cursor.encode(page[-1].made_at, page[-1].id) if len(found) > len(page) else None,
    )


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
    report = await services.reports.get(report_id)
    if report.html_key is None:
        raise NotFound("This report has no page. Its summary is all there is.")
    pieces = await asyncio.to_thread(services.store.chunks, report.html_key)
    return StreamingResponse(pieces, media_type="text/html; charset=utf-8", headers=_PAGE_HEADERS)


def _root_path(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")

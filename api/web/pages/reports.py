"""Reports of the flows that watch: the list, and each with its whole page in a frame."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api import cursor
from api.auth import Caller
from api.report_page import whole_report
from api.services import ServicesDep
from api.web import elsewhere
from api.web.facts import arranged
from api.web.outcome import TONES
from api.web.rendering import page
from api.web.visitor import allowed
from speechscan.db.reports import ReportFilter
from speechscan.domain.report import ReportKind
from speechscan.domain.task import Task

_PER_PAGE = 20

router = APIRouter(prefix="/reports")
Reader = Annotated[Caller, allowed("reports")]


class Wanted(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: ReportKind | None = None
    cursor: Annotated[str, Field(max_length=200)] | None = None


@router.get("")
async def show_list(request: Request, services: ServicesDep, _: Reader, wanted: Annotated[Wanted, Query()]) -> Response:
    after = None if wanted.cursor is None else cursor.decode(wanted.cursor)
    kinds = () if wanted.kind is None else (wanted.kind,)
    found = await services.reports.list(ReportFilter(kinds, after, _PER_PAGE + 1))
    reports, older = cursor.page(found, _PER_PAGE, lambda report: (report.made_at, report.id))
    return page(
        request,
        "reports.html.j2",
        reports=reports,
        kinds=list(ReportKind),
        wanted=wanted,
        older=None if older is None else _address(wanted.kind, older),
        tones=TONES,
    )


@router.get("/{report_id}")
async def show_report(request: Request, services: ServicesDep, _: Reader, report_id: UUID) -> Response:
    report = await services.reports.get(report_id)
    return page(
        request,
        "report.html.j2",
        report=report,
        summary=arranged(report.summary),
        tasks=list(Task),
        run_url=elsewhere.flow_run(services.settings, report.flow_run_id),
        tones=TONES,
    )


@router.get("/{report_id}/page")
async def show_whole(services: ServicesDep, _: Reader, report_id: UUID) -> Response:
    """What the frame shows. Its request has the cookie, since our page sends it; its scripts then run in an origin that
    is nobody's, and reach nothing of ours."""
    return await whole_report(services, report_id, framed=True)


def _address(kind: ReportKind | None, older: str) -> str:
    return "/reports?" + urlencode({**({} if kind is None else {"kind": kind.value}), "cursor": older})

"""Reports of the flows that watch the service."""

from __future__ import annotations

from collections.abc import Sequence

from speechscan.client import paths
from speechscan.client.answers.report import Report, ReportPage
from speechscan.client.call import Call, as_answer, as_text
from speechscan.client.paths import Id

_PAGE = 100


def page(kinds: Sequence[str], limit: int | None, cursor: str | None) -> Call[ReportPage]:
    params = {"kind": list(kinds), "limit": min(limit or _PAGE, _PAGE), **({"cursor": cursor} if cursor else {})}
    return Call(method="GET", path=paths.REPORTS, read=as_answer(ReportPage), params=params)


def read(report_id: Id) -> Call[Report]:
    return Call(method="GET", path=paths.report(report_id), read=as_answer(Report))


def html(report_id: Id) -> Call[str]:
    return Call(method="GET", path=paths.report_page(report_id), read=as_text)

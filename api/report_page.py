"""The whole of a report, which is a page that a flow made: shown, and trusted with nothing."""

from __future__ import annotations

import asyncio
from uuid import UUID

from starlette.responses import StreamingResponse

from api.services import Services
from speechscan.errors import NotFound

# A report's page draws its plots with scripts of its own. The sandbox gives it an origin that is nobody's: it reads no
# cookie and no answer of ours, sends nothing anywhere, opens no window and is shown in no foreign frame. Its plots
# need `eval`, which without a network and an origin reaches nothing.
_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors "
)


async def whole_report(services: Services, report_id: UUID, *, framed: bool) -> StreamingResponse:
    """framed: our own pages may show it in a frame. Raises NotFound, Unavailable."""
    report = await services.reports.get(report_id)
    if report.html_key is None:
        raise NotFound("This report has no page. Its summary is all there is.")
    pieces = await asyncio.to_thread(services.store.chunks, report.html_key)
    return StreamingResponse(pieces, media_type="text/html; charset=utf-8", headers=_headers(framed))


def _headers(framed: bool) -> dict[str, str]:
    return {
        "Content-Security-Policy": _POLICY + ("'self'" if framed else "'none'"),
        "X-Frame-Options": "SAMEORIGIN" if framed else "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }

"""The outermost layer: request id, access log, request metrics, the trace's first span, security headers."""

from __future__ import annotations

import re
import time
from contextlib import AbstractContextManager
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics.requests import RequestCounts
from speechscan.telemetry import logs, tracing

REQUEST_ID_HEADER = "X-Request-ID"
# 64 is the width of jobs.request_id. Nothing that could break a log line or name a person's file.
_SANE_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_UNMATCHED = "unmatched"

_log = logs.get("api.access")


class Observe:
    def __init__(self, app: ASGIApp, *, counts: RequestCounts, hsts_s: int) -> None:
        """hsts_s: 0 says nothing about HTTPS."""
        self._app = app
        self._counts = counts
        self._hsts = f"max-age={hsts_s}" if hsts_s else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = sane_request_id(Headers(scope=scope).get(REQUEST_ID_HEADER))
        state = scope.setdefault("state", {})
        state.update(request_id=request_id, status=500)

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                state["status"] = message["status"]
                headers = MutableHeaders(scope=message)
                _stamp(headers, request_id, scope["path"])
                # By plain HTTP a browser must not heed it, and anybody on the way could have put it there.
                if self._hsts and scope["scheme"] == "https":
                    headers["Strict-Transport-Security"] = self._hsts
            await send(message)

        begun = time.perf_counter()
        with _traced(scope["path"]) as span, logs.bound(request_id=request_id, **span.log_fields):
            try:
                await self._app(scope, receive, stamped)
            finally:
                self._record(scope, time.perf_counter() - begun, span)

    def _record(self, scope: Scope, seconds: float, span: tracing.Span) -> None:
        route = getattr(scope.get("route"), "path", _UNMATCHED)
        method, status = scope["method"], scope["state"]["status"]
        self._counts.request(method, route, status, seconds)
        span.rename(f"{method} {route}")
        span.set({"http.request.method": method, "http.route": route, "http.response.status_code": status})
        _log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


def _traced(path: str) -> AbstractContextManager[tracing.Span]:
    """Always a trace of our own: with a caller's trace id, callers could write into each other's traces. Probes and
    scrapes come every few seconds and would drown the rest."""
    return tracing.span("request", "server") if path.startswith("/v1") else tracing.NO_SPAN


def sane_request_id(given: str | None) -> str:
    """The caller's, if it is harmless; otherwise a new one."""
    return given if given and _SANE_REQUEST_ID.fullmatch(given) else uuid4().hex


def _stamp(headers: MutableHeaders, request_id: str, path: str) -> None:
    headers[REQUEST_ID_HEADER] = request_id
    headers["X-Content-Type-Options"] = "nosniff"
    headers.setdefault("Referrer-Policy", "no-referrer")
    if path.startswith("/v1"):
        headers["Cache-Control"] = "no-store"

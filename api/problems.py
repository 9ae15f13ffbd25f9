"""Every error leaves here, for programs as RFC 9457 problem+json: one form, a code, and the request id.

Where the web page is served, its `error_page` (in the app's state) answers people instead."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.errors import (
    Forbidden,
    InvalidRequest,
    MethodNotAllowed,
    ModelNotReady,
    NotFound,
    SpeechScanError,
    Unauthenticated,
    Unavailable,
)
from speechscan.telemetry import logs

MEDIA_TYPE = "application/problem+json"
CLIENT_CLOSED_REQUEST = 499

# A restarted dependency is back in seconds; a model is loaded within about ten.
_RETRY_AFTER_S = 5
_RETRY_AFTER_MODEL_S = 10

ErrorPage = Callable[[Scope, SpeechScanError, Mapping[str, str]], Awaitable[Response | None]]

_log = logs.get("api.problems")


class FieldProblem(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    field: str = Field(description="Where in the request: `query.limit`, `header.idempotency-key`.")
    message: str


class Problem(BaseModel):
    """RFC 9457, with our members `code`, `request_id`, `errors` and `disclaimer`."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={
            "example": {
                "type": "urn:speechscan:problem:too_large",
                "title": "The recording is too large",
                "status": 413,
                "detail": "A recording may have at most 10485760 bytes. Send a shorter one, or a compressed format.",
                "instance": "/v1/jobs",
                "code": "too_large",
                "request_id": "0f6b1c1e5d0b4c3f9a8e7d6c5b4a3928",
                "disclaimer": DISCLAIMER,
            }
        },
    )

    type: str = Field(description="`urn:speechscan:problem:` and the code.")
    title: str
    status: int
    detail: str = Field(description="A sentence that says what to do.")
    instance: str = Field(description="Path of the request.")
    code: str = Field(description="For programs; `docs/api.md` lists all.")
    request_id: str = Field(description="As in the header `X-Request-ID`, and in the logs.")
    errors: list[FieldProblem] | None = Field(None, description="Only where fields of the request are not valid.")
    disclaimer: str


async def response(
    scope: Scope,
    error: SpeechScanError,
    *,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[FieldProblem] | None = None,
) -> Response:
    headers = {**_headers(error), **(headers or {})}
    error_page: ErrorPage | None = getattr(scope["app"].state, "error_page", None)
    if error_page is not None and (shown := await error_page(scope, error, headers)) is not None:
        return shown
    problem = Problem(
        type=f"urn:speechscan:problem:{error.code}",
        title=error.title,
        status=error.status,
        detail=error.detail,
        instance=scope["path"],
        code=error.code,
        request_id=scope["state"]["request_id"],
        errors=None if errors is None else list(errors),
        disclaimer=DISCLAIMER,
    )
    return JSONResponse(
        problem.model_dump(exclude_none=True),
        status_code=error.status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def _headers(error: SpeechScanError) -> dict[str, str]:
    match error:
        case Unauthenticated():
            return {"WWW-Authenticate": 'Bearer realm="speechscan"'}
        case Forbidden():
            return {"WWW-Authenticate": 'Bearer realm="speechscan", error="insufficient_scope"'}
        case ModelNotReady():
            return {"Retry-After": str(_RETRY_AFTER_MODEL_S)}
        case Unavailable():
            return {"Retry-After": str(_RETRY_AFTER_S)}
        case _:
            return {}


async def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, SpeechScanError)  # noqa: S101 - Starlette dispatches by this type
    return await _logged_response(request.scope, error)


async def _not_valid(request: Request, error: Exception) -> Response:
    """Names the field and the rule, and never repeats what was sent: it may be a subject."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    errors = [FieldProblem(field=".".join(map(str, e["loc"])), message=e["msg"]) for e in error.errors()]
    detail = "; ".join(f"{e.field}: {e.message}" for e in errors)
    return await response(request.scope, InvalidRequest(f"{detail}."), errors=errors)


async def _http(request: Request, error: Exception) -> Response:
    """What the router raises by itself: 404, 405."""
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    known: SpeechScanError
    match error.status_code:
        case 404:
            known = NotFound("There is nothing at this address. The addresses are listed at /docs.")
        case 405:
            known = MethodNotAllowed(f"{request.method} is not possible here. The header Allow says what is.")
        case _:
            raise error
    return await response(request.scope, known, headers=error.headers)


HANDLERS: dict[int | type[Exception], Any] = {
    SpeechScanError: _known,
    RequestValidationError: _not_valid,
    HTTPException: _http,
}


class ProblemBoundary:
    """Whatever passes the handlers above, and errors of the middleware within, ends here: inside CORS, so that a
    browser may read the answer, and with a trace in the log that the client does not see."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except ClientDisconnect:
            scope["state"]["status"] = CLIENT_CLOSED_REQUEST
        except SpeechScanError as error:
            answer = await _logged_response(scope, error)
            await answer(scope, receive, send)
        except Exception:
            _log.exception("unexpected error")
            if started:
                raise
            hidden = SpeechScanError("An error that we did not expect. It is in our log under this request id.")
            answer = await response(scope, hidden)
            await answer(scope, receive, send)


async def _logged_response(scope: Scope, error: SpeechScanError) -> Response:
    if isinstance(error, Unavailable):
        _log.warning("unavailable", code=error.code, dependency=error.dependency, detail=error.detail)
    return await response(scope, error)

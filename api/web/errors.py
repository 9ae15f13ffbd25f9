"""Errors for people: a page in their language. For whoever is not signed in, the way to the sign-in form."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from api.auth import is_within, path_of
from api.web.address import HOME, here, safe_path, url
from api.web.catalogue import catalogue
from api.web.language import language_of
from api.web.rendering import page
from api.web.visitor import visitor
from speechscan.errors import MethodNotAllowed, MissingScope, NotFound, SpeechScanError, Unauthenticated, Unavailable

# htmx's own request, for a part of a page.
_PART = "hx-request"
# The router's own answers: no page has asked who is there.
_OF_NO_PAGE = (NotFound, MethodNotAllowed)


async def error_page(scope: Scope, error: SpeechScanError, headers: Mapping[str, str]) -> Response | None:
    """None where a program is asking."""
    request = Request(scope)
    if is_within(path_of(scope), "/v1") or not _is_for_people(request):
        return None
    if isinstance(error, Unauthenticated):
        return _to_sign_in(request)
    if isinstance(error, _OF_NO_PAGE):
        await _look_who_asks(request)
    title, advice = _told(request, error)
    told = {"number": error.status, "title": title, "advice": advice, "request_id": scope["state"]["request_id"]}
    made = page(request, "error.html.j2", error.status, **told)
    made.headers.update(headers)
    return made


async def _look_who_asks(request: Request) -> None:
    """So that whoever is signed in has the menu here too."""
    if hasattr(request.state, "caller"):
        return
    try:
        await visitor(request)
    except Unavailable:
        # What is to be told is the first error; it has room for no second.
        request.state.caller = None


def _told(request: Request, error: SpeechScanError) -> tuple[str, str]:
    """What happened and what to do; in English where the catalogue does not know the error."""
    t, name = catalogue(language_of(request)), f"error-{error.code.replace('_', '-')}"
    if name not in t:
        return error.title, error.detail
    if isinstance(error, MissingScope):
        return t(name), t(f"{name}-advice", scope=error.scope, means=t(f"scope-{error.scope.replace(':', '-')}"))
    return t(name), t(f"{name}-advice")


def _is_for_people(request: Request) -> bool:
    return _PART in request.headers or "text/html" in request.headers.get("accept", "")


def _to_sign_in(request: Request) -> Response:
    target = url(request.scope, f"/sign-in?next={quote(_place(request), safe='/')}")
    if _PART in request.headers:
        # A redirect would be followed by htmx, and the form put into the middle of the page.
        return Response(status_code=401, headers={"HX-Redirect": target, "Cache-Control": "no-store"})
    return RedirectResponse(target, 303, headers={"Cache-Control": "no-store"})


def _place(request: Request) -> str:
    """Where the person was. What they sent is lost, so after a form it is the page that had it, if that is known."""
    shown = urlsplit(request.headers.get("hx-current-url") or request.headers.get("referer", ""))
    if _PART in request.headers or request.method not in {"GET", "HEAD"}:
        path = shown.path.removeprefix(str(request.scope.get("root_path", "")).rstrip("/"))
        return safe_path(path + (f"?{shown.query}" if shown.query else "")) if path else HOME
    return here(request.scope)

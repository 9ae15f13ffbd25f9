"""Who is signed in, and what their key lets them do: the same scopes as in /v1."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Security
from fastapi.security import SecurityScopes

from api.auth import Caller
from api.services import Services
from api.web import cookies
from speechscan.errors import Unauthenticated

# Sent with what a page asks for by itself, again and again.
_POLL = "speechscan-poll"
_EVENTS = "text/event-stream"


def allowed(*scopes: str) -> Any:
    """For a page's parameter: `caller: Annotated[Caller, allowed("reports")]`. Without scopes, whoever is signed in."""
    return Security(_signed_in, scopes=scopes)


async def visitor(request: Request) -> Caller | None:
    """None if nobody is signed in. Also for the page's head, which finds it in the request's state."""
    services: Services = request.state.services
    token = cookies.session_token(request)
    key = await services.web_sessions.use(token, counts=not _asks_by_itself(request)) if token else None
    request.state.caller = None if key is None else Caller.of(key)
    caller: Caller | None = request.state.caller
    return caller


def _asks_by_itself(request: Request) -> bool:
    """A person has done nothing. An event source has no headers of its own, but says what it takes."""
    return _POLL in request.headers or request.headers.get("accept") == _EVENTS


async def _signed_in(request: Request, needed: SecurityScopes) -> Caller:
    """Raises Unauthenticated, which becomes the sign-in page, and MissingScope."""
    caller = await visitor(request)
    if caller is None:
        raise Unauthenticated("Sign in first.")
    for scope in needed.scopes:
        caller.require(scope)
    return caller

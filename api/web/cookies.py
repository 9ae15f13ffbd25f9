"""Cookies: the session, and what a person chose for the look of the page."""

from __future__ import annotations

from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

_SESSION = "speechscan-session"
_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
_YEAR_S = 365 * 24 * 3600
# Lax, so that a link from a mail or from Prefect opens the page signed in. What changes something is a POST, for which
# a browser sends no such cookie from elsewhere, and whose origin is looked at besides.
_SAME_SITE: Literal["lax"] = "lax"


def is_secure(request: Request) -> bool:
    """False only in development: plain HTTP to this machine itself. Elsewhere a browser that came by plain HTTP drops
    the cookie, and the page says that HTTPS is needed."""
    host = request.headers.get("host", "")
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return request.scope["scheme"] != "http" or name.lower() not in _LOOPBACK


def session_name(request: Request) -> str:
    """With the prefix, a browser takes it from this host alone, by HTTPS alone, for all of its paths."""
    return f"__Host-{_SESSION}" if is_secure(request) else _SESSION


def session_token(request: Request) -> str | None:
    return request.cookies.get(session_name(request))


def give_session(request: Request, response: Response, token: str) -> None:
    """Without an age: it goes when the browser is closed, if not before."""
    secure = is_secure(request)
    response.set_cookie(session_name(request), token, secure=secure, httponly=True, samesite=_SAME_SITE)


def drop_session(request: Request, response: Response) -> None:
    secure = is_secure(request)
    response.delete_cookie(session_name(request), secure=secure, httponly=True, samesite=_SAME_SITE)


def remember(request: Request, response: Response, name: str, value: str) -> None:
    secure = is_secure(request)
    response.set_cookie(name, value, max_age=_YEAR_S, secure=secure, httponly=True, samesite=_SAME_SITE)

"""Signing in with an API key, and out again.

A key has 256 random bits, so guesses are not counted: a million a second find none in the age of the earth.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.auth import plausible_token
from api.services import Services, ServicesDep
from api.web import cookies
from api.web.address import HOME, safe_path, url
from api.web.form import read_form
from api.web.rendering import page
from api.web.visitor import visitor
from speechscan.db.keys import ApiKey
from speechscan.telemetry import logs

_log = logs.get("api.web")

router = APIRouter()


@router.get("/sign-in")
async def show(request: Request, next: str = HOME, signed_out: bool = False) -> Response:
    if await visitor(request) is not None:
        return RedirectResponse(url(request.scope, safe_path(next)), 303)
    had_session = cookies.session_token(request) is not None
    told = "sign-in-ended" if had_session else "sign-in-signed-out" if signed_out else None
    answer = page(request, "sign_in.html.j2", next=safe_path(next), told=told, wrong=False)
    if had_session:
        # It is said once.
        cookies.drop_session(request, answer)
    return answer


@router.post("/sign-in")
async def sign_in(request: Request, services: ServicesDep) -> Response:
    form = await read_form(request)
    following = safe_path(form.get("next"))
    key = await _key(services, form.get("key", ""))
    if key is None:
        return page(request, "sign_in.html.j2", 401, next=following, told=None, wrong=True)
    await _end(request, services)
    answer = RedirectResponse(url(request.scope, following), 303)
    # A token that a browser had before is never taken over.
    cookies.give_session(request, answer, await services.web_sessions.begin(key.id))
    _log.info("signed in", key_id=str(key.id))
    return answer


@router.post("/sign-out")
async def sign_out(request: Request, services: ServicesDep) -> RedirectResponse:
    """Also of a session that has ended."""
    await _end(request, services)
    answer = RedirectResponse(url(request.scope, "/sign-in?signed_out=true"), 303)
    cookies.drop_session(request, answer)
    return answer


async def _key(services: Services, given: str) -> ApiKey | None:
    token = plausible_token(given)
    return await services.keys.authenticate(token) if token else None


async def _end(request: Request, services: Services) -> None:
    if token := cookies.session_token(request):
        await services.web_sessions.end(token)

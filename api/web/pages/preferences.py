"""Language and look, for this browser. Open: the sign-in form can be read in either language."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse

from api.web import cookies, language, theme
from api.web.address import safe_path, url
from api.web.catalogue import LANGUAGES
from api.web.form import read_form

router = APIRouter()


@router.post("/preferences")
async def change(request: Request) -> RedirectResponse:
    form = await read_form(request)
    answer = RedirectResponse(url(request.scope, safe_path(form.get("next"))), 303)
    if (chosen := form.get("language")) in LANGUAGES:
        cookies.remember(request, answer, language.COOKIE, str(chosen))
    if (chosen := form.get("theme")) in theme.THEMES:
        cookies.remember(request, answer, theme.COOKIE, str(chosen))
    return answer

"""One module a page, or a few that belong together. `ROUTER` has them all."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from api.web.origin import from_own_page
from api.web.pages import assets, changes, job, preferences, record, reports, sign_in, sound, start

# Not in the OpenAPI document, which is for programs.
ROUTER = APIRouter(include_in_schema=False, dependencies=[Depends(from_own_page)])
for _page in (assets, changes, job, preferences, record, reports, sign_in, sound, start):
    ROUTER.include_router(_page.router)

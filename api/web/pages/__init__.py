"""One module a page, or a few that belong together. `ROUTER` has them all."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from api.web.origin import from_own_page
from api.web.pages import (
    assets,
    changes,
    deletion,
    history,
    job,
    models,
    preferences,
    record,
    reports,
    run,
    sign_in,
    sound,
    start,
    status,
)

# Not in the OpenAPI document, which is for programs.
ROUTER = APIRouter(include_in_schema=False, dependencies=[Depends(from_own_page)])
for _page in (
    assets,
    changes,
    deletion,
    history,
    job,
    models,
    preferences,
    record,
    reports,
    run,
    sign_in,
    sound,
    start,
    status,
):
    ROUTER.include_router(_page.router)

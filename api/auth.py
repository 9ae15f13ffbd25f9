"""Who is calling /v1, decided from the headers alone; and what a caller may do, there and on the web page.

FastAPI reads a body before a dependency can answer 401, so this is middleware. An endpoint gets its caller from
the request's state: a road around this middleware ends in an error, never in an open door.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Self
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.services import Services
from speechscan.db.keys import PREFIX, ApiKey
from speechscan.errors import MissingScope, Unauthenticated
from speechscan.telemetry import logs

# A scope per method; the table in docs/api.md says the same by endpoint. Other methods find no route.
SCOPE_OF_METHOD = {"GET": "jobs:read", "HEAD": "jobs:read", "POST": "jobs:write", "DELETE": "jobs:delete"}
# Whoever confirms what a person has need not be allowed to send recordings.
ANNOTATE = "annotate"
_OUTCOME = re.compile(r"/v1/jobs/[^/]+/outcome")
# Whoever sends recordings must not thereby choose who hears of them.
WEBHOOKS = "webhooks"
# What lies below these has one scope whatever the method.
SCOPE_OF_FOLDER = {"/v1/reports": "reports", "/v1/webhook": WEBHOOKS}
# A token has 47 characters; longer ones are not worth a query.
_MAX_TOKEN = 200
# Only describes the key in the OpenAPI document: the middleware below has decided before a dependency runs.
described = HTTPBearer(auto_error=False, description="An API key, `sps_...`.", bearerFormat="API key")

_log = logs.get("api.auth")


@dataclass(frozen=True, slots=True)
class Caller:
    """`owner` is the key's name: keys of one name share their jobs. `key_id` tells which of them it is."""

    owner: str
    key_id: UUID
    scopes: frozenset[str]

    @classmethod
    def of(cls, key: ApiKey) -> Self:
        return cls(key.name, key.id, key.scopes)

    def require(self, scope: str) -> None:
        """Raises MissingScope."""
        if scope not in self.scopes:
            _log.info("scope missing", needed=scope, key_id=str(self.key_id))
            raise MissingScope(scope)


class Authenticate:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _is_protected(scope):
            caller = Caller.of(await self._key(scope))
            needed = needed_scope(scope["method"], path_of(scope))
            if needed is not None:
                caller.require(needed)
            scope["state"]["caller"] = caller
        await self._app(scope, receive, send)

    async def _key(self, scope: Scope) -> ApiKey:
        services: Services = scope["state"]["services"]
        token = bearer_token(Headers(scope=scope).getlist("authorization"))
        key = await services.keys.authenticate(token) if token else None
        if key is None:
            raise Unauthenticated(
                "Send a valid API key in the header: Authorization: Bearer KEY. Whoever runs this service makes keys "
                "with `speechscan keys create`."
            )
        return key


def bearer_token(headers: list[str]) -> str | None:
    """None unless there is one header, and a token in it that could be ours."""
    if len(headers) != 1:
        return None
    scheme, _, token = headers[0].partition(" ")
    return plausible_token(token) if scheme.lower() == "bearer" else None


def plausible_token(given: str) -> str | None:
    """None unless it could be ours."""
    token = given.strip()
    return token if token.startswith(PREFIX) and len(token) <= _MAX_TOKEN and token.isascii() else None


def needed_scope(method: str, path: str) -> str | None:
    """None where no route can be."""
    if method == "POST" and _OUTCOME.fullmatch(path):
        return ANNOTATE
    for folder, needed in SCOPE_OF_FOLDER.items():
        if is_within(path, folder):
            return needed
    return SCOPE_OF_METHOD.get(method)


def _is_protected(scope: Scope) -> bool:
    return is_within(path_of(scope), "/v1")


def path_of(scope: Scope) -> str:
    """Without what a proxy has put before it."""
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    return path


def is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


async def _caller(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


CallerDep = Annotated[Caller, Depends(_caller)]

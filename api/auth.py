"""Who is calling, decided from the headers alone.

FastAPI reads a body before a dependency can answer 401, so this is middleware. An endpoint gets its caller from
the request's state: a road around this middleware ends in an error, never in an open door.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.services import Services
from speechscan.db.keys import PREFIX, ApiKey
from speechscan.errors import Forbidden, Unauthenticated
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
    scopes: frozenset[str] = field(default_factory=frozenset)

    def require(self, scope: str) -> None:
        """For what the method and the path do not tell. Raises Forbidden."""
        if scope not in self.scopes:
            _log.info("scope missing", needed=scope, key_id=str(self.key_id))
            raise Forbidden(f"This needs the scope {scope}, which the API key does not have. Use another key.")


class Authenticate:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _is_protected(scope):
            key = await self._key(scope)
            needed = needed_scope(scope["method"], _path(scope))
            caller = Caller(key.name, key.id, key.scopes)
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
    token = token.strip()
    plausible = token.startswith(PREFIX) and len(token) <= _MAX_TOKEN and token.isascii()
    return token if scheme.lower() == "bearer" and plausible else None


def needed_scope(method: str, path: str) -> str | None:
    """None where no route can be."""
    if method == "POST" and _OUTCOME.fullmatch(path):
        return ANNOTATE
    for folder, needed in SCOPE_OF_FOLDER.items():
        if _is_within(path, folder):
            return needed
    return SCOPE_OF_METHOD.get(method)


def _is_protected(scope: Scope) -> bool:
    return _is_within(_path(scope), "/v1")


def _path(scope: Scope) -> str:
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    return path


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


async def _caller(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


CallerDep = Annotated[Caller, Depends(_caller)]

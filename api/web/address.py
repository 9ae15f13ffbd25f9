"""Addresses of pages, as paths behind what a proxy has put before them."""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.types import Scope

from api.auth import path_of

HOME = "/"
# One slash, then visible ASCII without the backslash, which browsers read as a slash: "//host" and "/\host" lead away.
_LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]*")
_MAX_PATH = 1000


def url(scope: Scope, path: str) -> str:
    """As a browser must ask for it."""
    return str(scope.get("root_path", "")).rstrip("/") + path


def here(scope: Scope) -> str:
    """The page that is asked for, to come back to."""
    query = scope.get("query_string", b"").decode("latin-1")
    return safe_path(quote(path_of(scope)) + (f"?{query}" if query else ""))


def safe_path(given: str | None) -> str:
    """`given` if it is a page of ours, else the start page: a link to the sign-in form must not lead elsewhere."""
    return given if given and len(given) <= _MAX_PATH and _LOCAL.fullmatch(given) else HOME

"""The address that a caller names, checked as far as its text tells. Where it leads is checked at each connection."""

from __future__ import annotations

import re

import httpx

from api.webhooks.address import Reach, literal
from speechscan.errors import InvalidRequest

MAX_URL = 2000
_MAX_HOST = 253
# Below are the services of machines: mail, shells, files.
_LOWEST_FREE_PORT = 1024
_HIGHEST_PORT = 65_535
_WEB_PORTS = {80, 443}
_VISIBLE = re.compile(r"[\x21-\x7e]+")
_NOT_REACHABLE = "The webhook's host is an address that this service may not reach. Use one that is public."


def sane_url(text: str, reach: Reach) -> str:
    """In the form that requests use. Raises InvalidRequest, whose sentence does not repeat the URL."""
    if len(text) > MAX_URL or not _VISIBLE.fullmatch(text):
        raise InvalidRequest(f"A webhook's URL has at most {MAX_URL} characters, all of them visible ASCII.")
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        raise InvalidRequest("The webhook's URL is not valid.") from None
    if url.scheme != "https" and not (url.scheme == "http" and reach.permits_plain):
        raise InvalidRequest("A webhook's URL begins with https://.")
    if url.userinfo or url.fragment:
        raise InvalidRequest("A webhook's URL has no user name, no password and no fragment.")
    _require_host(url, reach)
    if url.port is not None and url.port not in _WEB_PORTS and not _LOWEST_FREE_PORT <= url.port <= _HIGHEST_PORT:
        raise InvalidRequest(f"A webhook's port is 80, 443, or {_LOWEST_FREE_PORT} and above.")
    return str(url)


def _require_host(url: httpx.URL, reach: Reach) -> None:
    host = url.raw_host.decode("ascii")
    if not 0 < len(host) <= _MAX_HOST or "%" in host:
        raise InvalidRequest("The webhook's URL has no valid host.")
    address = literal(host)
    if address is not None and not reach.permits(address, encrypted=url.scheme == "https"):
        raise InvalidRequest(_NOT_REACHABLE)

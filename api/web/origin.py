"""A request that changes something must come from a page of ours, or another site could send it in a person's name.

Browsers say where a request comes from, in `Sec-Fetch-Site` or at least in `Origin`, and a page cannot change either.
So no token is kept or carried by forms; the cookie's SameSite is a second defence. A request that says nothing comes
from no browser, and is refused.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers

from speechscan.errors import ForeignOrigin

_CHANGES_NOTHING = {"GET", "HEAD", "OPTIONS"}
# `none`: the person themselves, as by sending a form again from the browser's history.
_OWN = {"same-origin", "none"}


def is_own(headers: Headers) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in _OWN
    # Of plain HTTP, and of browsers before 2023. Without the scheme, which a proxy may have changed.
    sender = urlsplit(headers.get("origin", "")).netloc
    return bool(sender) and sender == headers.get("host")


async def from_own_page(request: Request) -> None:
    """A dependency of all pages. Raises ForeignOrigin."""
    if request.method not in _CHANGES_NOTHING and not is_own(request.headers):
        raise ForeignOrigin("The request was not sent from a page of this service. Open the page itself and try again.")

from __future__ import annotations

import pytest

from api.web.origin import from_own_page
from speechscan.errors import ForeignOrigin
from tests.unit.api.web.requests import request

OWN = [
    {"sec_fetch_site": "same-origin"},
    {"sec_fetch_site": "none"},
    {"sec_fetch_site": "same-origin", "origin": "null"},
    {"origin": "https://clinic.example"},
    {"origin": "http://clinic.example"},  # a proxy took it by HTTPS
]
FOREIGN = [
    {},
    {"sec_fetch_site": "cross-site"},
    {"sec_fetch_site": "same-site"},
    {"sec_fetch_site": ""},
    {"sec_fetch_site": "cross-site", "origin": "https://clinic.example"},
    {"origin": "null"},
    {"origin": ""},
    {"origin": "https://evil.example"},
    {"origin": "https://clinic.example.evil.example"},
    {"origin": "https://clinic.example:8443"},
    {"origin": "https://clinic.example@evil.example"},
]


@pytest.mark.parametrize("headers", OWN)
async def test_our_own_forms_are_taken(headers):
    await from_own_page(request(method="POST", **headers))


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("headers", FOREIGN)
async def test_others_are_not(headers, method):
    with pytest.raises(ForeignOrigin):
        await from_own_page(request(method=method, **headers))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_link_may_come_from_anywhere(method):
    await from_own_page(request(method=method, sec_fetch_site="cross-site"))

"""Signing in and out, and what a session is worth, without a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.keys import ApiKey, KeyRepository
from speechscan.db.tables import web_sessions
from speechscan.settings import Settings
from speechscan.storage import MemoryStore
from tests.integration.api.conftest import Api, serving

ORIGIN = "https://clinic.example"
BROWSER = {"Accept": "text/html", "Accept-Language": "en"}
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
async def api(settings: Settings) -> AsyncIterator[Api]:
    async with serving(settings, MemoryStore()) as api:
        api.client.base_url = httpx.URL(ORIGIN)
        api.client.headers.update(BROWSER)
        yield api


@pytest.fixture
async def key(engine: AsyncEngine) -> tuple[ApiKey, str]:
    return await KeyRepository(engine).create("clinic", ["reports"])


async def send(api: Api, path: str, headers: dict[str, str] = OWN, **form: str) -> httpx.Response:
    return await api.client.post(path, data=form, headers=headers)


async def sessions(engine: AsyncEngine) -> int:
    async with engine.connect() as db:
        return await db.scalar(select(func.count()).select_from(web_sessions)) or 0


async def test_a_key_opens_a_session_and_leads_back(api, key):
    asked = await api.client.get("/reports?kind=drift")
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=/reports%3Fkind%3Ddrift")

    answer = await send(api, "/sign-in", key=f" {key[1]}\n", next="/reports?kind=drift")

    assert (answer.status_code, answer.headers["location"]) == (303, "/reports?kind=drift")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-speechscan-session=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} == set(cookie.split("; ")[1:])
    assert (await api.client.get("/reports?kind=drift")).status_code == 200
    again = await api.client.get("/sign-in?next=/reports")
    assert (again.status_code, again.headers["location"]) == (303, "/reports")


@pytest.mark.parametrize("given", ["", "sps_wrong", "sps_ü", "secret\x00", "sps_" + "x" * 5000])
async def test_a_wrong_key_opens_nothing(api, engine, key, given):
    answer = await send(api, "/sign-in", key=given, next="//evil.example")

    assert answer.status_code == 401
    assert "This key is not known" in answer.text
    assert "set-cookie" not in answer.headers
    assert "evil.example" not in answer.text
    assert not given or given not in answer.text
    assert await sessions(engine) == 0


async def test_nobody_is_led_elsewhere(api, key):
    answer = await send(api, "/sign-in", key=key[1], next="//evil.example")

    assert answer.headers["location"] == "/"


async def test_sign_out_ends_the_session_itself(api, engine, key):
    await send(api, "/sign-in", key=key[1])
    kept = dict(api.client.cookies)

    answer = await send(api, "/sign-out")

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?signed_out=true")
    assert dict(api.client.cookies) == {}
    assert await sessions(engine) == 0
    api.client.cookies.update(kept)
    assert (await api.client.get("/")).status_code == 303
    assert "You are signed out." in (await api.client.get("/sign-in?signed_out=true", headers={"Cookie": ""})).text


async def test_each_sign_in_has_a_token_of_its_own(api, engine, key):
    await send(api, "/sign-in", key=key[1])
    first = dict(api.client.cookies)
    await send(api, "/sign-in", key=key[1])

    assert dict(api.client.cookies) != first
    assert await sessions(engine) == 1


@pytest.mark.parametrize("end", ["idle", "revoked"])
async def test_a_session_that_ended_says_so_once(api, engine, key, end):
    await send(api, "/sign-in", key=key[1])
    if end == "revoked":
        await KeyRepository(engine).revoke(key[0].id)
    else:
        async with engine.begin() as db:
            await db.execute(update(web_sessions).values(ends_at=func.now()))

    answer = await api.client.get("/reports", follow_redirects=True)

    assert "Your session has ended." in answer.text
    assert 'name="next" value="/reports"' in answer.text
    assert "Your session has ended." not in (await api.client.get("/sign-in")).text


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/preferences"])
async def test_other_sites_change_nothing(api, engine, key, path, headers):
    await send(api, "/sign-in", key=key[1])

    answer = await send(api, path, headers, key=key[1], language="de")

    assert answer.status_code == 403
    assert "Nothing was changed." in answer.text
    assert "set-cookie" not in answer.headers
    assert await sessions(engine) == 1


async def test_a_form_has_a_cap(api):
    answer = await send(api, "/sign-in", key="x" * 20_000)

    assert answer.status_code == 422
    assert "cannot be understood" in answer.text


async def test_a_part_of_a_page_leads_the_whole_page_to_the_form(api):
    part = {"HX-Request": "true", "HX-Current-URL": f"{ORIGIN}/reports?kind=gate", "Accept": "*/*"}

    answer = await api.client.get("/reports?cursor=x", headers=part)

    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/sign-in?next=/reports%3Fkind%3Dgate")


async def test_a_key_is_no_session_and_a_session_is_no_key(api, key):
    with_key: dict[str, Any] = {"headers": {"Authorization": f"Bearer {key[1]}"}}
    assert (await api.client.get("/reports", **with_key)).status_code == 303

    await send(api, "/sign-in", key=key[1])
    assert (await api.client.get("/reports")).status_code == 200
    assert (await api.client.get("/v1/reports")).status_code == 401

"""Sessions of the web page, by the database's clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.keys import ApiKey, KeyRepository
from speechscan.db.tables import web_sessions
from speechscan.db.web_sessions import WebSessionRepository, remove_ended

IDLE_S, MAX_S = 600, 3600


@pytest.fixture
def sessions(engine: AsyncEngine) -> WebSessionRepository:
    return WebSessionRepository(engine, idle_s=IDLE_S, max_s=MAX_S)


@pytest.fixture
async def key(engine: AsyncEngine) -> ApiKey:
    made, _ = await KeyRepository(engine).create("clinic", ["reports"])
    return made


async def pass_time(engine: AsyncEngine, seconds: float) -> None:
    """For the sessions that there are."""
    past = timedelta(seconds=seconds)
    columns = {name: web_sessions.c[name] - past for name in ("created_at", "used_at", "ends_at")}
    async with engine.begin() as db:
        await db.execute(update(web_sessions).values(columns))


async def rows(engine: AsyncEngine) -> int:
    async with engine.connect() as db:
        return await db.scalar(select(func.count()).select_from(web_sessions)) or 0


async def test_a_session_is_its_keys_and_only_a_digest_is_kept(sessions, engine, key):
    token = await sessions.begin(key.id)

    assert await sessions.use(token) == key
    assert await sessions.use(token[:-1]) is None
    async with engine.connect() as db:
        kept = str((await db.execute(select(web_sessions))).one())
    assert token not in kept


async def test_use_keeps_it_alive_up_to_the_absolute_limit(sessions, engine, key):
    token = await sessions.begin(key.id)
    for _ in range(6):
        await pass_time(engine, IDLE_S - 10)
        assert await sessions.use(token)
    await pass_time(engine, IDLE_S - 10)  # 7 x 590 s are over 3600 s

    assert await sessions.use(token) is None


async def test_unused_it_ends_at_the_idle_limit(sessions, engine, key):
    token = await sessions.begin(key.id)
    await pass_time(engine, IDLE_S + 1)

    assert await sessions.use(token) is None


async def test_what_a_page_asks_by_itself_does_not_keep_it_alive(sessions, engine, key):
    token = await sessions.begin(key.id)
    for _ in range(2):
        await pass_time(engine, IDLE_S / 2 - 1)
        assert await sessions.use(token, counts=False) == key
    await pass_time(engine, 3)

    assert await sessions.use(token, counts=False) is None


async def test_a_revoked_key_ends_its_sessions_at_once(sessions, engine, key):
    token = await sessions.begin(key.id)
    await KeyRepository(engine).revoke(key.id)

    assert await sessions.use(token) is None


async def test_sign_out_ends_one_session(sessions, key):
    first, second = await sessions.begin(key.id), await sessions.begin(key.id)
    await sessions.end(first)

    assert await sessions.use(first) is None
    assert await sessions.use(second) == key


async def test_what_nobody_can_use_is_removed(sessions, engine, key):
    await sessions.begin(key.id)
    await pass_time(engine, IDLE_S + 1)
    other, _ = await KeyRepository(engine).create("other", ["reports"])
    await sessions.begin(other.id)
    await KeyRepository(engine).revoke(other.id)
    token = await sessions.begin(key.id)

    assert await remove_ended(engine) == 2
    assert await rows(engine) == 1
    assert await sessions.use(token) == key

"""Who is signed in on the web page: a random token in the browser, its digest here.

A session is its key's: it ends when the key is revoked, with no step in between that could be forgotten.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import autocommit, translated
from speechscan.db.keys import ApiKey, digest, key_of
from speechscan.db.tables import api_keys, web_sessions

# A session's use is written down at most so often within its idle limit: reading a page need not cost a commit.
_NOTED_PER_IDLE = 30


class WebSessionRepository:
    """idle_s: a session that is not used for so long has ended; max_s: so has each that is so old."""

    def __init__(self, engine: AsyncEngine, *, idle_s: float, max_s: float) -> None:
        self._autocommit = autocommit(engine)
        self._idle, self._max = timedelta(seconds=idle_s), timedelta(seconds=max_s)

    async def begin(self, key_id: UUID) -> str:
        """The token, which is not kept."""
        token = secrets.token_urlsafe(32)
        ends_at = func.now() + min(self._idle, self._max)
        with translated():
            async with self._autocommit.connect() as db:
                await db.execute(insert(web_sessions).values(digest=digest(token), key_id=key_id, ends_at=ends_at))
        return token

    async def use(self, token: str, *, counts: bool = True) -> ApiKey | None:
        """The key of the session, which lives on; None if there is none, or no longer. counts: not for what a page asks
        by itself, or a screen that nobody looks at would stay signed in."""
        mine = web_sessions.c.digest == digest(token)
        query = (
            select(api_keys, (web_sessions.c.used_at < func.now() - self._idle / _NOTED_PER_IDLE).label("unnoted"))
            .join(web_sessions, web_sessions.c.key_id == api_keys.c.id)
            .where(mine, web_sessions.c.ends_at > func.now(), api_keys.c.revoked_at.is_(None))
        )
        with translated():
            async with self._autocommit.connect() as db:
                row = (await db.execute(query)).one_or_none()
                if row is not None and row.unnoted and counts:
                    ends_at = func.least(web_sessions.c.created_at + self._max, func.now() + self._idle)
                    await db.execute(update(web_sessions).where(mine).values(used_at=func.now(), ends_at=ends_at))
        return None if row is None else key_of(row)

    async def end(self, token: str) -> None:
        with translated():
            async with self._autocommit.connect() as db:
                await db.execute(delete(web_sessions).where(web_sessions.c.digest == digest(token)))


async def remove_ended(engine: AsyncEngine) -> int:
    """Rows of sessions that nobody can use any more; how many there were."""
    revoked = exists().where(api_keys.c.id == web_sessions.c.key_id, api_keys.c.revoked_at.is_not(None))
    ended = delete(web_sessions).where(or_(web_sessions.c.ends_at <= func.now(), revoked))
    with translated():
        async with autocommit(engine).connect() as db:
            return (await db.execute(ended)).rowcount

"""Lists that the API gives page by page, for asyncio."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import TypeVar

from speechscan.client.answers.base import Page

P = TypeVar("P", bound=Page)
T = TypeVar("T")


async def listed(
    page: Callable[[str | None], Awaitable[P]], within: Callable[[P], Iterable[T]], limit: int | None = None
) -> AsyncIterator[T]:
    """page asks for the one at a cursor, `within` takes out what is listed; no page is asked for in vain."""
    cursor, given = None, 0
    while limit is None or given < limit:
        found = await page(cursor)
        for one in list(within(found))[: None if limit is None else limit - given]:
            given += 1
            yield one
        if (cursor := found.next_cursor) is None:
            return

"""Lists that the API gives page by page, blocking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from speechscan.client.answers.base import Page

P = TypeVar("P", bound=Page)
T = TypeVar("T")


def listed(
    page: Callable[[str | None], P], within: Callable[[P], Iterable[T]], limit: int | None = None
) -> Iterator[T]:
    """page asks for the one at a cursor, `within` takes out what is listed; no page is asked for in vain."""
    return islice(_all(page, within), limit)


def _all(page: Callable[[str | None], P], within: Callable[[P], Iterable[T]]) -> Iterator[T]:
    cursor = None
    while True:
        found = page(cursor)
        yield from within(found)
        if (cursor := found.next_cursor) is None:
            return

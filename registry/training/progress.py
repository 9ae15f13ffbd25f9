"""How far a training is, told to whoever wants to show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")


# stage, pieces done, pieces in all
Progress = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """Nobody watches."""


# A flow's parameters are sent to Prefect's server, which a watcher cannot be.
watcher: ContextVar[Progress] = ContextVar("watcher", default=silent)


def counted(progress: Progress, stage: str, total: int) -> Callable[[], None]:
    """To be called once for each of `total` pieces."""
    done = 0
    progress(stage, done, total)

    def tick() -> None:
        nonlocal done
        done += 1
        progress(stage, done, total)

    return tick


def each(items: Iterable[T], tick: Callable[[], None]) -> Iterator[T]:
    for item in items:
        yield item
        tick()

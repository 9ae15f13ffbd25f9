"""A stage of a flow as a task run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE

T = TypeVar("T")


def as_task(name: str, stage: Callable[[], T]) -> T:
    """Its result stays in this process: arrays are no business of the server."""
    made = task(name=name, cache_policy=NO_CACHE, persist_result=False)(stage)
    return made()

"""An outage is watched until it is over, whoever reports it."""

from __future__ import annotations

import asyncio

from flows.screen.dependencies import Dependencies
from speechscan.errors import Unavailable


async def test_a_part_counts_as_away_until_its_check_passes() -> None:
    away = asyncio.Event()
    away.set()
    changes: list[list[str]] = []

    async def check() -> None:
        if away.is_set():
            raise Unavailable("store", "The store is away.")

    watched = Dependencies({"store": check}, on_change=lambda: changes.append(watched.away))
    assert watched.away == []
    watched.report_away("store")
    watched.report_away("store")
    assert watched.away == ["store"]
    away.clear()
    async with asyncio.timeout(30):
        await watched.wait_for("store")
    assert watched.away == []
    assert changes == [["store"], []]


async def test_closing_ends_the_watching_of_what_is_still_away() -> None:
    async def check() -> None:
        raise Unavailable("model", "The model is away.")

    watched = Dependencies({"model": check}, on_change=lambda: None)
    watched.report_away("model")
    await watched.close()
    assert watched.away == []


async def test_waiting_for_a_part_that_is_there_returns_at_once() -> None:
    watched = Dependencies({}, on_change=lambda: None)
    async with asyncio.timeout(1):
        await watched.wait_for("store")

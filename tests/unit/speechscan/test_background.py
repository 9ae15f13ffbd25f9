from __future__ import annotations

import asyncio

import pytest

from speechscan.background import unbroken


async def test_what_is_unbroken_gives_its_value_or_its_error() -> None:
    async def work() -> int:
        return 3

    async def broken() -> int:
        raise ValueError("no")

    assert await unbroken(work()) == 3
    with pytest.raises(ValueError, match="no"):
        await unbroken(broken())


@pytest.mark.parametrize("fails", [False, True])
async def test_a_cancelled_caller_waits_for_its_end(fails: bool) -> None:
    begun, go_on, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await go_on.wait()
        ended.set()
        if fails:
            raise ValueError("no")

    caller = asyncio.create_task(unbroken(work()))
    await begun.wait()
    caller.cancel()
    await asyncio.sleep(0)
    assert not caller.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert ended.is_set()

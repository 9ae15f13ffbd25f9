"""Batches share work, and one bad item harms no other."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.screen.batcher import MicroBatcher
from speechscan.errors import Unavailable


async def test_a_single_item_runs_alone_and_at_once() -> None:
    sizes: list[int] = []

    async def double(items: Sequence[int]) -> list[int]:
        sizes.append(len(items))
        return [2 * item for item in items]

    batcher = MicroBatcher(double, max_batch=8, parallel=1)
    assert await batcher.submit(21) == 42
    assert sizes == [1]


async def test_what_waits_while_the_place_is_taken_shares_the_next_batches() -> None:
    sizes: list[int] = []
    gate = asyncio.Event()

    async def slow(items: Sequence[int]) -> Sequence[int]:
        sizes.append(len(items))
        await gate.wait()
        return items

    batcher = MicroBatcher(slow, max_batch=8, parallel=1)
    waiting = [asyncio.create_task(batcher.submit(i)) for i in range(18)]
    await asyncio.sleep(0)
    gate.set()
    assert await asyncio.gather(*waiting) == list(range(18))
    # All 18 were submitted before the first batch got its turn on the loop, or the first ran alone.
    assert sum(sizes) == 18
    assert max(sizes) == 8


@settings(deadline=None, max_examples=60)
@given(bad=st.sets(st.integers(0, 15)), max_batch=st.integers(1, 16), parallel=st.integers(1, 3))
def test_only_the_items_that_break_a_batch_fail(bad: set[int], max_batch: int, parallel: int) -> None:
    async def fragile(items: Sequence[int]) -> Sequence[int]:
        await asyncio.sleep(0)
        if bad & set(items):
            raise ValueError("a bad item")
        return items

    async def run() -> list[object]:
        batcher = MicroBatcher(fragile, max_batch=max_batch, parallel=parallel)
        return await asyncio.gather(*(batcher.submit(i) for i in range(16)), return_exceptions=True)

    outputs = asyncio.run(run())
    assert {i for i, output in enumerate(outputs) if isinstance(output, ValueError)} == bad
    assert all(output == i for i, output in enumerate(outputs) if i not in bad)


async def test_an_outage_reaches_all_of_a_batch_undivided() -> None:
    calls = 0

    async def away(items: Sequence[int]) -> Sequence[int]:
        nonlocal calls
        calls += 1
        raise Unavailable("model", "The model is away.")

    batcher = MicroBatcher(away, max_batch=16, parallel=1)
    outputs = await asyncio.gather(*(batcher.submit(i) for i in range(16)), return_exceptions=True)
    assert all(isinstance(output, Unavailable) for output in outputs)
    assert calls <= 2


async def test_a_batch_function_that_returns_too_few_outputs_fails_instead_of_hanging() -> None:
    async def forgetful(items: Sequence[int]) -> Sequence[int]:
        return items[1:]

    batcher = MicroBatcher(forgetful, max_batch=4, parallel=1)
    with pytest.raises(ValueError, match="zip"):
        await batcher.submit(1)


async def test_giving_back_fails_what_waits_and_spares_what_runs() -> None:
    gate = asyncio.Event()

    async def slow(items: Sequence[int]) -> Sequence[int]:
        await gate.wait()
        return items

    batcher = MicroBatcher(slow, max_batch=1, parallel=1)
    running = asyncio.create_task(batcher.submit(1))
    waiting = asyncio.create_task(batcher.submit(2))
    await asyncio.sleep(0)
    batcher.give_back(lambda: RuntimeError("the shift ends"))
    gate.set()
    assert await running == 1
    with pytest.raises(RuntimeError, match="the shift ends"):
        await waiting

"""Shares work between jobs that wait at the same time, and finds the one that breaks a batch."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from speechscan.errors import Unavailable

Item = TypeVar("Item")
Output = TypeVar("Output")
_Waiting = tuple[Item, "asyncio.Future[Output]"]


class MicroBatcher(Generic[Item, Output]):
    """Runs what waits, at once, in batches of up to `max_batch`, `parallel` of them at a time.

    There is no time window: an item that finds a free place runs alone and immediately; batches fill up only
    while all places are taken. A batch that fails is halved and tried again until the failing item is alone, so
    its neighbours succeed. `Unavailable` says that no item was at fault, and reaches all of them undivided.
    """

    def __init__(
        self, run: Callable[[Sequence[Item]], Awaitable[Sequence[Output]]], *, max_batch: int, parallel: int
    ) -> None:
        self._run = run
        self._max_batch = max_batch
        self._places = parallel
        self._waiting: deque[_Waiting[Item, Output]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()

    async def submit(self, item: Item) -> Output:
        future: asyncio.Future[Output] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        self._start()
        return await future

    def give_back(self, reason: Callable[[], Exception]) -> None:
        """Fails everything that waits and has not begun."""
        while self._waiting:
            _, future = self._waiting.popleft()
            if not future.done():
                future.set_exception(reason())

    def _start(self) -> None:
        while self._waiting and len(self._tasks) < self._places:
            batch = [self._waiting.popleft() for _ in range(min(self._max_batch, len(self._waiting)))]
            task = asyncio.create_task(self._attempt(batch))
            self._tasks.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._start()

    async def _attempt(self, batch: Sequence[_Waiting[Item, Output]]) -> None:
        batch = [(item, future) for item, future in batch if not future.done()]
        if not batch:
            return
        try:
            outputs = await self._run([item for item, _ in batch])
            pairs = list(zip(batch, outputs, strict=True))
        except Exception as error:  # noqa: BLE001 - handed on to the waiting jobs
            await self._divide(batch, error)
            return
        for (_, future), output in pairs:
            if not future.done():
                future.set_result(output)

    async def _divide(self, batch: Sequence[_Waiting[Item, Output]], error: Exception) -> None:
        if len(batch) == 1 or isinstance(error, Unavailable):
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        middle = len(batch) // 2
        await self._attempt(batch[:middle])
        await self._attempt(batch[middle:])

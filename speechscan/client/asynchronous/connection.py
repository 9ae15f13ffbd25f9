"""Runs calls and steps, for asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, contextmanager
from typing import Any, BinaryIO, TypeVar, cast

import httpx
from httpx_sse import aconnect_sse
from tenacity import AsyncRetrying

from speechscan.client.answering import answered, reaching
from speechscan.client.answers.job import Job
from speechscan.client.call import Call, Pause, Steps
from speechscan.client.endpoint import Endpoint
from speechscan.client.following import Following
from speechscan.client.retries import Retries

T = TypeVar("T")
_CHUNK_BYTES = 64 * 1024


class AsyncConnection:
    def __init__(self, http: httpx.AsyncClient, endpoint: Endpoint, retries: Retries) -> None:
        self._http = http
        self.endpoint = endpoint
        self._retries = retries

    async def close(self) -> None:
        await self._http.aclose()

    async def ask(self, call: Call[T]) -> T:
        """Raises ClientError."""
        answer: T = await AsyncRetrying(**self._retries.policy(call))(self._once, call)
        return answer

    async def run(self, steps: Steps[T]) -> T:
        answer: Any = None
        while True:
            try:
                step = steps.send(answer)
            except StopIteration as end:
                return cast(T, end.value)
            if isinstance(step, Pause):
                await asyncio.sleep(step.seconds)
            else:
                answer = await self.ask(step)

    async def listen(self, following: Following) -> AsyncGenerator[Job, None]:
        """What one stream of events brings, until it ends or breaks off, or at once if there is none."""
        try:
            async with aconnect_sse(self._http, **following.stream()) as source:
                if not source.response.is_success:
                    await source.response.aread()
                if following.accepts(source.response):
                    async with aclosing(source.aiter_sse()) as events:
                        async for event in events:
                            if job := following.heard(event):
                                yield job
        except httpx.TransportError:
            # Whatever it was: asking, which comes next, says so if it lasts.
            pass
        following.stream_ended()

    async def _once(self, call: Call[T]) -> T:
        with _body(call) as body, reaching(call, self.endpoint):
            response = await self._http.request(**self.endpoint.request(call), **body)
        return answered(call, response, self.endpoint)


@contextmanager
def _body(call: Call[Any]) -> Iterator[dict[str, Any]]:
    # Pieces of 64 KiB from a local disk: reading one takes less than handing it to a thread.
    if call.recording is None:
        yield {}
        return
    with call.recording.opened() as file:
        yield {"content": _pieces(file)} if call.form is None else call.as_form(file)


async def _pieces(file: BinaryIO) -> AsyncIterator[bytes]:
    while piece := file.read(_CHUNK_BYTES):
        yield piece

"""Both clients over a transport that is no network, for failures that a real server cannot be made to show."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from api.v1 import examples
from speechscan.client import AsyncSpeechScan, Retries, SpeechScan

Handler = Callable[[httpx.Request], httpx.Response]
Run = Callable[..., Any]
QUEUED, COMPLETED = examples.QUEUED, examples.COMPLETED
JOB_ID = QUEUED["id"]
AT_ONCE = Retries(attempts=4, first_wait_s=0, longest_wait_s=5)


@pytest.fixture(params=["blocking", "asyncio"])
def run(request: pytest.FixtureRequest) -> Run:
    """run(handler, method, ...): what a method of the client returns; of an iterator, the list."""
    return _blocking if request.param == "blocking" else _asynchronous


def _blocking(handler: Handler, method: str, *args: Any, retries: Retries = AT_ONCE, **options: Any) -> Any:
    with SpeechScan("http://api", "sps_key", retries=retries, transport=httpx.MockTransport(handler)) as client:
        found = _method(client, method)(*args, **options)
        return list(found) if hasattr(found, "__next__") else found


def _asynchronous(handler: Handler, method: str, *args: Any, retries: Retries = AT_ONCE, **options: Any) -> Any:
    async def work() -> Any:
        transport = httpx.MockTransport(handler)
        async with AsyncSpeechScan("http://api", "sps_key", retries=retries, transport=transport) as client:
            found = _method(client, method)(*args, **options)
            return [one async for one in found] if hasattr(found, "__anext__") else await found

    return asyncio.run(work())


def _method(client: Any, name: str) -> Callable[..., Any]:
    for part in name.split("."):
        client = getattr(client, part)
    return client


def problem(status: int, code: str, headers: dict[str, str] | None = None, **more: Any) -> httpx.Response:
    document = {"status": status, "code": code, "detail": "A sentence.", "request_id": "r-1", **more}
    kind = {"content-type": "application/problem+json"}
    return httpx.Response(status, json=document, headers={**kind, **(headers or {})})


def _copy(answer: httpx.Response) -> httpx.Response:
    return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


class Script:
    """A handler that gives one answer after the other, and keeps the requests. An exception is raised."""

    def __init__(self, *answers: httpx.Response | Exception | Handler) -> None:
        self._answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        # A new one each time: a response belongs to the client that has read it.
        return _copy(answer) if isinstance(answer, httpx.Response) else answer(request)

    @property
    def unused(self) -> int:
        return len(self._answers)

"""Runs calls and steps, blocking. May be used by several threads at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import httpx
from httpx_sse import connect_sse
from tenacity import Retrying

from speechscan.client.answering import answered, reaching
from speechscan.client.answers.job import Job
from speechscan.client.call import Call, Pause, Steps
from speechscan.client.endpoint import Endpoint
from speechscan.client.following import Following
from speechscan.client.retries import Retries

T = TypeVar("T")


class Connection:
    def __init__(self, http: httpx.Client, endpoint: Endpoint, retries: Retries) -> None:
        self._http = http
        self.endpoint = endpoint
        self._retries = retries

    def close(self) -> None:
        self._http.close()

    def ask(self, call: Call[T]) -> T:
        """Raises ClientError."""
        answer: T = Retrying(**self._retries.policy(call))(self._once, call)
        return answer

    def run(self, steps: Steps[T]) -> T:
        answer: Any = None
        while True:
            try:
                step = steps.send(answer)
            except StopIteration as end:
                return cast(T, end.value)
            if isinstance(step, Pause):
                time.sleep(step.seconds)
            else:
                answer = self.ask(step)

    def listen(self, following: Following) -> Iterator[Job]:
        """What one stream of events brings, until it ends or breaks off, or at once if there is none."""
        try:
            with connect_sse(self._http, **following.stream()) as source:
                if not source.response.is_success:
                    source.response.read()
                if following.accepts(source.response):
                    yield from filter(None, map(following.heard, source.iter_sse()))
        except httpx.TransportError:
            # Whatever it was: asking, which comes next, says so if it lasts.
            pass
        following.stream_ended()

    def _once(self, call: Call[T]) -> T:
        with _body(call) as body, reaching(call, self.endpoint):
            response = self._http.request(**self.endpoint.request(call), **body)
        return answered(call, response, self.endpoint)


@contextmanager
def _body(call: Call[Any]) -> Iterator[dict[str, Any]]:
    if call.recording is None:
        yield {}
        return
    with call.recording.opened() as file:
        yield {"content": file} if call.form is None else call.as_form(file)

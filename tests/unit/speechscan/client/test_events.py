"""Events that break off, or that there are none of."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from speechscan.client import NotFound, Unauthenticated
from tests.unit.speechscan.client.conftest import COMPLETED, JOB_ID, QUEUED, Handler, Run, Script, problem

RUNNING = {**QUEUED, "state": "running", "attempts": 1}


class Broken(httpx.SyncByteStream, httpx.AsyncByteStream):
    """Bytes, and then a lost connection."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        yield self._content
        raise httpx.ReadError("reset")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._content
        raise httpx.ReadError("reset")


def event(number: int, job: dict[str, Any]) -> bytes:
    return f": heartbeat\n\nevent: job\nid: {number}\ndata: {json.dumps(job)}\n\n".encode()


def events(*jobs: dict[str, Any], first: int = 1) -> httpx.Response:
    content = b"".join(event(number, job) for number, job in enumerate(jobs, start=first))
    return httpx.Response(200, content=content, headers={"content-type": "text/event-stream"})


def broken(*jobs: dict[str, Any]) -> Handler:
    content = events(*jobs).content + b"event: job\nid: 9\ndata: {"
    return lambda _: httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=Broken(content))


def test_one_stream_to_the_end(run: Run) -> None:
    script = Script(events(QUEUED, RUNNING, COMPLETED))
    assert [job.state for job in run(script, "events", JOB_ID)] == ["queued", "running", "completed"]
    assert script.requests[0].url.path == f"/v1/jobs/{JOB_ID}/events"
    assert script.requests[0].headers["authorization"] == "Bearer sps_key"


def test_a_stream_that_breaks_off_goes_on_where_it_was(run: Run) -> None:
    script = Script(broken(QUEUED, RUNNING), events(COMPLETED, first=3))
    assert [job.state for job in run(script, "events", JOB_ID)] == ["queued", "running", "completed"]
    assert "last-event-id" not in script.requests[0].headers
    assert script.requests[1].headers["last-event-id"] == "2"


@pytest.mark.parametrize(
    "instead",
    [
        problem(404, "not_found"),
        problem(405, "method_not_allowed"),
        problem(503, "busy"),
        httpx.Response(200, text="<html>"),
        httpx.ConnectError("refused"),
        broken(),
    ],
    ids=["older API", "no such method", "too many streams", "not events", "refused", "broke off at once"],
)
def test_without_events_it_asks(run: Run, instead: httpx.Response | Exception | Handler) -> None:
    answers = [httpx.Response(200, json=job) for job in (QUEUED, QUEUED, RUNNING, COMPLETED)]
    script = Script(instead, *answers)
    assert [job.state for job in run(script, "events", JOB_ID)] == ["queued", "running", "completed"]
    assert script.unused == 0


def test_what_was_heard_is_not_said_again(run: Run) -> None:
    script = Script(events(QUEUED), events(), httpx.Response(200, json=QUEUED), httpx.Response(200, json=COMPLETED))
    assert [job.state for job in run(script, "events", JOB_ID)] == ["queued", "completed"]


def test_refusals_are_raised(run: Run) -> None:
    with pytest.raises(Unauthenticated):
        run(Script(problem(401, "unauthenticated")), "events", JOB_ID)
    with pytest.raises(NotFound):
        run(Script(problem(404, "not_found"), problem(404, "not_found")), "events", JOB_ID)

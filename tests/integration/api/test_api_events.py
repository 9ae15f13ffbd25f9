"""GET /v1/jobs/{id}/events: each change once, up to the end."""

from __future__ import annotations

import asyncio
import json
from uuid import UUID

import pytest
from sqlalchemy import text

from api import job_events
from api.v1 import events
from speechscan.errors import Unavailable
from tests.integration.api.conftest import Api, post, until


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(job_events, "_EVERY_S", 0.02)


async def start_following(api: Api, job_id: str, **headers: str) -> asyncio.Task:
    already = api.services.streams.open
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    task = asyncio.create_task(api.client.get(f"/v1/jobs/{job_id}/events", headers=sent))
    await until(lambda: api.services.streams.open > already)
    return task


def parsed(answer) -> list[tuple[str, dict]]:
    assert answer.status_code == 200, answer.text
    found = []
    for block in answer.text.strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n"))
        if "" not in lines:
            assert lines["event"] == "job"
            found.append((lines["id"], json.loads(lines["data"])))
    return found


def states(answer) -> list[str]:
    return [job["state"] for _, job in parsed(answer)]


def noted_reads(api: Api, monkeypatch) -> list[str]:
    """The states in which the job is read from now on."""
    noted, read = [], api.services.jobs.get

    async def get(owner, job_id):
        job = await read(owner, job_id)
        noted.append(job.state.value)
        return job

    monkeypatch.setattr(api.services.jobs, "get", get)
    return noted


async def test_each_change_up_to_the_end(api, worker, monkeypatch):
    job_id = (await post(api)).json()["id"]
    reads = noted_reads(api, monkeypatch)
    task = await start_following(api, job_id)
    await until(lambda: reads.count("queued") > 3)
    leases = await worker.start()
    await until(lambda: reads.count("running") > 3)
    await worker.complete(leases)
    answer = await task

    assert states(answer) == ["queued", "running", "completed"]
    assert parsed(answer)[-1][1] == (await api.client.get(f"/v1/jobs/{job_id}")).json()
    assert len({event for event, _ in parsed(answer)}) == 3
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert (answer.headers["cache-control"], answer.headers["x-accel-buffering"]) == ("no-store", "no")
    assert api.services.streams.open == 0


@pytest.mark.parametrize(("has", "first"), [("running.1", "completed"), ("queued.0", "running")])
async def test_a_client_that_comes_again_gets_what_it_has_not(api, worker, has, first, monkeypatch):
    job_id = (await post(api)).json()["id"]
    leases = await worker.start()
    reads = noted_reads(api, monkeypatch)
    task = await start_following(api, job_id, Last_Event_ID=has)
    await until(lambda: len(reads) > 3)
    await worker.complete(leases)
    assert states(await task)[0] == first


async def test_an_ended_job_is_one_event_and_no_reason_to_come_again(api, worker):
    job_id = (await post(api)).json()["id"]
    await worker.complete_all()

    answer = await api.client.get(f"/v1/jobs/{job_id}/events")
    assert states(answer) == ["completed"]
    again = await api.client.get(f"/v1/jobs/{job_id}/events", headers={"Last-Event-ID": parsed(answer)[0][0]})
    assert (again.status_code, again.content) == (204, b"")


@pytest.mark.parametrize("end", ["cancel", "delete"])
async def test_cancel_and_delete_end_it(api, end):
    job_id = (await post(api)).json()["id"]
    task = await start_following(api, job_id)
    if end == "cancel":
        await api.client.post(f"/v1/jobs/{job_id}/cancel")
    else:
        await api.client.delete(f"/v1/jobs/{job_id}")
    async with asyncio.timeout(30):
        assert states(await task)[-1] in {"cancelled", "deleted"}


async def test_another_attempt_is_a_change(api, worker):
    job_id = (await post(api)).json()["id"]
    (lease,) = await worker.start()
    task = await start_following(api, job_id)
    await worker.queue.retry_later(lease, delay_s=0, code="x", detail="x")
    await worker.complete_all()
    attempts = [job["attempts"] for _, job in parsed(await task)]
    assert attempts == sorted(attempts)
    assert (attempts[0], attempts[-1]) == (1, 2)


async def test_stop_ends_all_streams_in_order(api):
    job_id = (await post(api)).json()["id"]
    task = await start_following(api, job_id)
    api.services.ended.stop()
    async with asyncio.timeout(30):
        assert states(await task) == ["queued"]


async def test_heartbeat(api, worker, monkeypatch):
    monkeypatch.setattr(events, "HEARTBEAT_S", 0.02)
    job_id = (await post(api)).json()["id"]
    reads = noted_reads(api, monkeypatch)
    task = await start_following(api, job_id)
    await until(lambda: len(reads) > 5)
    await worker.complete_all()
    assert ": still here\n\n" in (await task).text


async def test_the_database_away_only_delays(api, worker):
    """As its repository says it, since a real outage takes the test's own connections along."""
    job_id = UUID((await post(api)).json()["id"])
    refusals = iter(range(3))

    async def read():
        if next(refusals, None) is not None:
            raise Unavailable("database", "It is away.")
        return await api.services.jobs.get("clinic", job_id)

    await worker.complete_all()
    async with asyncio.timeout(30):
        found = job_events.changes(api.services.ended, read, job_id, None)
        assert [job.state.value async for job in found] == ["completed"]


async def test_streams_are_bounded(api):
    job_id = (await post(api)).json()["id"]
    task = await start_following(api, job_id)
    api.services.streams._most = 1
    refused = await api.client.get(f"/v1/jobs/{job_id}/events")
    assert (refused.status_code, refused.json()["code"]) == (503, "busy")
    assert "?wait=30" in refused.json()["detail"]
    await api.client.post(f"/v1/jobs/{job_id}/cancel")
    await task
    assert (await api.client.get(f"/v1/jobs/{job_id}/events")).status_code == 200


async def test_an_old_stream_ends_so_that_the_key_is_asked_again(api, monkeypatch):
    monkeypatch.setattr(job_events, "MAX_AGE_S", 0.1)
    job_id = (await post(api)).json()["id"]
    async with asyncio.timeout(30):
        assert states(await api.client.get(f"/v1/jobs/{job_id}/events")) == ["queued"]


async def test_a_client_that_goes_away_frees_its_place(api):
    """As a server tells it: by a message, while the application waits."""
    path = f"/v1/jobs/{(await post(api)).json()['id']}/events"
    gone, sent = asyncio.Event(), []
    messages = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive():
        if message := next(messages, None):
            return message
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    key = api.client.headers["Authorization"].encode()
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
    scope |= {"headers": [(b"authorization", key)], "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http"}
    task = asyncio.create_task(api.client._transport.app(scope, receive, send))
    await until(lambda: any(b"queued" in message.get("body", b"") for message in sent))
    assert api.services.streams.open == api.services.metrics.counts.event_streams._value.get() == 1
    gone.set()
    async with asyncio.timeout(30):
        await task
    assert api.services.streams.open == 0


async def test_jobs_of_others_and_none(api, make_key, engine):
    job_id = (await post(api)).json()["id"]
    other = await make_key("other")
    writer = await make_key("writer", "jobs:write")
    for path, headers, status in (
        (f"/v1/jobs/{job_id}/events", other, 404),
        ("/v1/jobs/00000000-0000-4000-8000-000000000000/events", {}, 404),
        (f"/v1/jobs/{job_id}/events", writer, 403),
        ("/v1/jobs/x/events", {}, 422),
    ):
        answer = await api.client.get(path, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    async with engine.begin() as db:
        await db.execute(text("delete from jobs"))
    assert (await api.client.get(f"/v1/jobs/{job_id}/events")).status_code == 404

"""The API as a process: real uvicorn, real sockets, the command of the local stack."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
from collections.abc import Iterator
from contextlib import AsyncExitStack
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from speechscan.db.jobs import JobRepository, NewJob
from speechscan.settings import Settings
from tests.conftest import eventually, fresh_database
from tests.integration.api.conftest import wav
from tests.integration.api_process import Server, api_process


@pytest.fixture(scope="module")
def settings(postgres: str, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with fresh_database(postgres, migrated) as url:
        # Its store is away: nobody listens there.
        away = "http://127.0.0.1:1"
        yield Settings(database_url=url, data_dir=tmp_path_factory.mktemp("api"), s3_endpoint_url=away)


@pytest.fixture(scope="module")
def server(settings: Settings) -> Iterator[Server]:
    """One for all, since it takes seconds to start."""
    with api_process(settings) as started:
        yield started


def head_of_answer(port: int, head: str) -> str:
    """Sends a request's head, and never a body; gives what comes back first."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode())
        return connection.recv(65536).decode()


async def test_auth_is_decided_from_the_headers_alone(server, make_key):
    body = "Host: x\nContent-Type: {}\nContent-Length: 5000000\n"
    may_only_read = (await make_key("reader", "jobs:read"))["Authorization"]
    for content_type in ("audio/wav", "multipart/form-data; boundary=x"):
        declared = body.format(content_type)
        for path in ("/v1/jobs", "/v1/predict"):
            nobody = head_of_answer(server.port, f"POST {path} HTTP/1.1\n{declared}\n")
            reader = head_of_answer(server.port, f"POST {path} HTTP/1.1\n{declared}Authorization: {may_only_read}\n\n")
            assert nobody.startswith("HTTP/1.1 401 ")
            assert reader.startswith("HTTP/1.1 403 ")


async def test_readiness_and_declared_size_are_decided_from_the_headers_alone(server, make_key, engine, request):
    key = (await make_key("clinic"))["Authorization"]
    head = f"POST /v1/jobs HTTP/1.1\nHost: x\nAuthorization: {key}\nContent-Length: 20000000\n\n"

    async with engine.begin() as db:
        await db.execute(text("delete from model_heartbeats"))
    assert head_of_answer(server.port, head).startswith("HTTP/1.1 503 ")
    request.getfixturevalue("model_ready")
    assert head_of_answer(server.port, head).startswith("HTTP/1.1 413 ")


async def test_refusals_reach_a_client_that_sends_its_whole_body(server, make_key, model_ready):
    """An answer before the body's end must not be lost in a reset connection, and the connection stays usable."""
    too_much = wav() + bytes(20_000_000)
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
        for headers, status in [({}, 401), (await make_key("clinic"), 413)]:
            for _ in range(3):
                assert (await client.post("/v1/jobs", content=too_much, headers=headers)).status_code == status
                assert (await client.post("/v1/jobs", files={"file": too_much}, headers=headers)).status_code == status
                assert (await client.get("/v1/jobs", headers=headers)).status_code in {200, 401}


async def test_streamed_body_is_cut_off_at_the_cap(server, make_key, model_ready):
    """Chunked, so no length is declared; stops sending when the answer comes."""
    key = (await make_key("clinic"))["Authorization"]
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        head = f"POST /v1/jobs HTTP/1.1\nHost: x\nAuthorization: {key}\nTransfer-Encoding: chunked\n\n"
        connection.sendall(head.replace("\n", "\r\n").encode())
        chunk = b"10000\r\n" + bytes(0x10000) + b"\r\n"
        for _ in range(162):  # 10.6 MB, and no end
            connection.sendall(chunk)
        assert connection.recv(65536).startswith(b"HTTP/1.1 413 ")


async def test_store_that_is_away_is_said_so(server, make_key, model_ready):
    key = await make_key("clinic")
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
        answer = await client.post("/v1/jobs", content=wav(), headers=key)
        ready = await client.get("/readyz")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "object store" in answer.json()["detail"]
    assert ready.status_code == 503
    assert {name for name, part in ready.json()["parts"].items() if not part["ok"]} == {"store", "orchestrator"}


async def test_term_ends_long_polls_and_the_process(settings, make_key, engine):
    new = NewJob(id=uuid4(), owner="clinic", format="wav", size_bytes=1, sha256="0" * 64, object_key="x")
    await JobRepository(engine).submit(new)
    key = await make_key("clinic")
    with api_process(settings) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=40) as client:
            poll = asyncio.create_task(client.get(f"/v1/jobs/{new.id}?wait=30", headers=key))
            while "_reads_under_way 1.0" not in (await client.get("/metrics")).text:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

            server.process.send_signal(signal.SIGTERM)

            async with asyncio.timeout(25):
                assert (await poll).json()["state"] == "queued"
        await asyncio.to_thread(server.process.wait, 60)


async def test_term_ends_event_streams_in_order(settings, make_key, engine):
    new = NewJob(id=uuid4(), owner="clinic", format="wav", size_bytes=1, sha256="0" * 64, object_key="x")
    await JobRepository(engine).submit(new)
    key = await make_key("clinic")
    with api_process(settings) as server:
        url = f"{server.url}/v1/jobs/{new.id}/events"
        async with httpx.AsyncClient(timeout=40) as client, client.stream("GET", url, headers=key) as stream:
            lines = stream.aiter_lines()
            assert await anext(lines) == "id: queued.0"
            server.process.send_signal(signal.SIGTERM)
            # Raises if the answer breaks off.
            async with asyncio.timeout(25):
                rest = [line async for line in lines]
        await asyncio.to_thread(server.process.wait, 60)
    assert rest[0] == "event: job"
    assert "Traceback" not in server.log.read_text()


async def test_open_streams_are_told_by_whichever_process_is_asked(settings, make_key, engine):
    new = NewJob(id=uuid4(), owner="clinic", format="wav", size_bytes=1, sha256="0" * 64, object_key="x")
    await JobRepository(engine).submit(new)
    key = await make_key("clinic")

    async def told(url: str) -> set[str]:
        """A connection of its own for each: the processes share the socket."""
        answers = [await asyncio.to_thread(httpx.get, f"{url}/metrics", timeout=30) for _ in range(4)]
        shown = re.compile(r"^speechscan_event_streams (\S+)$", re.MULTILINE)
        return {found for answer in answers for found in shown.findall(answer.text)}

    with api_process(settings.model_copy(update={"api_workers": 2})) as server:
        url = f"{server.url}/v1/jobs/{new.id}/events"
        async with AsyncExitStack() as streams:
            client = await streams.enter_async_context(httpx.AsyncClient(timeout=40))
            opened = [await streams.enter_async_context(client.stream("GET", url, headers=key)) for _ in range(6)]
            # Kept, since a stream whose reader is let go is closed.
            lines = [stream.aiter_lines() for stream in opened]
            assert [await anext(read) for read in lines] == ["id: queued.0"] * 6
            assert await told(server.url) == {"6.0"}
        async with asyncio.timeout(60):
            while await told(server.url) != {"0.0"}:  # noqa: ASYNC110 - by the API alone
                await asyncio.sleep(0.05)


async def test_logs_are_json_and_hold_nothing_private(server, make_key, model_ready):
    headers = {**await make_key("clinic"), "X-Request-ID": "r-1", "Speechscan-Subject": "subject-secret"}
    files = {"file": ("name-secret.wav", wav(), "audio/wav")}
    async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=30) as client:
        await client.post("/v1/jobs?q=query-secret", files=files)
        await client.get("/v1/jobs?user_hash=hash-secret")

    def lines() -> list[dict[str, object]]:
        return [json.loads(line) for line in server.log.read_text().splitlines()]

    def of_ours() -> list[tuple[object, object]]:
        ours = [line for line in lines() if line["event"] == "request" and line["request_id"] == "r-1"]
        return [(line["route"], line["status"]) for line in ours]

    await asyncio.to_thread(eventually, lambda: of_ours() == [("/v1/jobs", 503), ("/v1/jobs", 422)])
    assert all(line["service"] == "api" for line in lines())
    assert "secret" not in server.log.read_text()
    assert headers["Authorization"].removeprefix("Bearer ") not in server.log.read_text()

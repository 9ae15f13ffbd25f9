"""/healthz, /readyz, /metrics."""

from __future__ import annotations

import asyncio
import re

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from speechscan.storage import MemoryStore
from tests.integration.api.conftest import post, serving, wav


async def readiness(api):
    answer = await api.client.get("/readyz")
    return answer.status_code, answer.json()


@pytest.fixture
async def prefect():
    """Answers on a port as Prefect's /api/health does; the real server is in the tests of the stack."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found = (await reader.readuntil(b"\r\n\r\n")).startswith(b"GET /api/health ")
        writer.write(b"HTTP/1.1 %d x\r\ncontent-length: 4\r\nconnection: close\r\n\r\ntrue" % (200 if found else 404))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api"


@pytest.fixture
def settings(settings):
    # Nobody listens there, whatever runs on this machine.
    return settings.model_copy(update={"prefect_api_url": "http://127.0.0.1:1/api"})


@pytest.fixture
async def whole(settings, prefect, model_ready, make_key):
    async with serving(settings.model_copy(update={"prefect_api_url": prefect}), MemoryStore()) as api:
        api.client.headers.update(await make_key("clinic"))
        yield api


async def test_alive_says_nothing_of_the_parts(anonymous):
    anonymous.store.away = True
    answer = await anonymous.client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_ready(whole):
    status, body = await readiness(whole)

    assert status == 200, body
    assert body["ready"] is True
    assert list(body["parts"]) == ["database", "store", "orchestrator", "model"]
    assert all(part["ok"] and part["latency_ms"] >= 0 for part in body["parts"].values())
    assert body["parts"]["model"]["detail"] == "speechscan version 1"


async def test_store_not_ready(whole):
    whole.store.away = True
    status, body = await readiness(whole)

    assert status == 503
    assert [name for name, part in body["parts"].items() if not part["ok"]] == ["store"]
    assert body["parts"]["store"]["detail"] == "The object store is away."


async def test_model_not_ready(whole, engine):
    async with engine.begin() as db:
        await db.execute(text("delete from model_heartbeats"))
    status, body = await readiness(whole)

    assert status == 503
    assert [name for name, part in body["parts"].items() if not part["ok"]] == ["model"]


async def test_orchestrator_not_ready(api):
    status, body = await readiness(api)

    assert status == 503
    assert [name for name, part in body["parts"].items() if not part["ok"]] == ["orchestrator"]
    assert "ConnectError" in body["parts"]["orchestrator"]["detail"]


async def test_silent_part_is_given_up_on_and_holds_up_no_other(whole, monkeypatch):
    await readiness(whole)  # the others have their connections
    monkeypatch.setattr("api.readiness.CHECK_TIMEOUT_S", 2.0)

    async def silent(*_: object, **__: object) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(whole.services.http, "get", silent)
    status, body = await readiness(whole)

    assert status == 503
    parts = body["parts"]
    assert (parts["orchestrator"]["ok"], parts["database"]["ok"], parts["store"]["ok"]) == (False, True, True)
    assert "No answer" in parts["orchestrator"]["detail"]


# -- metrics ----------------------------------------------------------------------------------


async def samples(api) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    answer = await api.client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


async def test_requests_and_submissions_are_counted(api):
    await post(api, wav(1), Idempotency_Key="k")
    await post(api, wav(1), Idempotency_Key="k")
    await post(api, b"no sound")
    await api.client.get("/v1/jobs/00000000-0000-0000-0000-000000000000")
    await api.client.get("/some/scanner/path")

    found = await samples(api)

    def count(name, **labels):
        return found[name, tuple(sorted(labels.items()))]

    assert count("speechscan_http_requests_total", method="POST", route="/v1/jobs", status="202") == 2
    assert count("speechscan_http_requests_total", method="POST", route="/v1/jobs", status="415") == 1
    assert count("speechscan_http_requests_total", method="GET", route="/v1/jobs/{job_id}", status="404") == 1
    assert count("speechscan_http_requests_total", method="GET", route="unmatched", status="404") == 1
    assert count("speechscan_http_request_seconds_count", method="POST", route="/v1/jobs", status="202") == 2
    assert count("speechscan_submissions_total", format="wav", outcome="accepted") == 1
    assert count("speechscan_submissions_total", format="wav", outcome="replayed") == 1
    assert count("speechscan_submissions_total", format="unknown", outcome="unsupported_format") == 1
    assert "scanner" not in str(found)


async def test_queue_is_read_from_the_database_by_every_process(api, settings, worker, engine):
    async with serving(settings, MemoryStore()) as second:
        await post(api, wav(1))
        await worker.complete_all()
        await post(api, wav(2))
        await post(api, wav(3))
        async with engine.begin() as db:
            await db.execute(text("update jobs set created_at = now() - interval '1 hour' where state = 'queued'"))

        for process in (api, second):
            found = await samples(process)
            by_state = {labels[0][1]: v for (name, labels), v in found.items() if name == "speechscan_jobs"}
            assert by_state == {"queued": 2, "running": 0, "completed": 1, "failed": 0, "cancelled": 0, "deleted": 0}
            assert 3600 <= found["speechscan_oldest_queued_seconds", ()] < 3700
            assert found["speechscan_database_up", ()] == 1


async def test_scrapes_do_not_read_the_database_each_time(api):
    await samples(api)
    await post(api)
    cached = await samples(api)

    assert cached["speechscan_jobs", (("state", "queued"),)] == 0


async def test_the_documentation_page_needs_no_other_host(api):
    client = api.client
    page = await client.get("/docs")
    assert page.status_code == 200
    assert "https://" not in page.text
    for script in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        assert (await client.get(script)).status_code == 200

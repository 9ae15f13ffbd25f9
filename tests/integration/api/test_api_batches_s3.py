"""Batches and uploads with the real store: what the API promises of forms is what SeaweedFS does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from uuid import UUID

import httpx
import pytest

from speechscan.settings import Settings
from speechscan.storage import S3Store, upload_key
from tests import seaweedfs
from tests.integration.api.conftest import Api, serving, wav

TEXT = b"this is a text in a file named .wav"


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with seaweedfs.running(tmp_path_factory.mktemp("s3")) as (settings, _):
        yield settings


@pytest.fixture
async def api(settings: Settings, s3: Settings, model_ready, make_key) -> AsyncIterator[Api]:
    where = {name: getattr(s3, name) for name in ("s3_endpoint_url", "s3_access_key", "s3_secret_key")}
    both = settings.model_copy(update=where)
    async with serving(both, S3Store(both)) as made:
        made.client.headers.update(await make_key("clinic"))
        yield made


async def send(form: dict, data: bytes) -> int:
    async with httpx.AsyncClient(timeout=30) as client:
        return (await client.post(form["url"], data=form["fields"], files={"file": ("Jane.wav", data)})).status_code


async def test_a_batch_of_forty(api, worker):
    made = (await api.client.post("/v1/batches", json={"items": [{"size_bytes": 5000}] * 40})).json()
    sent = [
        send(item["upload"], TEXT if item["index"] == 7 else wav(item["index"], 9000 if item["index"] == 9 else 3200))
        for item in made["items"]
        if item["index"] != 8
    ]
    statuses = await asyncio.gather(*sent)
    assert (statuses.count(204), statuses.count(400)) == (38, 1)  # item 9 is larger than was said

    path = f"/v1/batches/{made['id']}"
    assert (await api.client.post(f"{path}/start")).status_code == 202
    async with asyncio.timeout(60):
        while (await api.client.get(path)).json()["counts"]["awaiting"]:  # noqa: ASYNC110 - by the API alone
            await asyncio.sleep(0.05)
    await worker.complete_all()

    batch = (await api.client.get(path)).json()
    assert {state: count for state, count in batch["counts"].items() if count} == {
        "completed": 37, "missing": 2, "refused": 1,
    }  # fmt: skip
    assert batch["state"] == "completed"
    lines = (await api.client.get(f"{path}/results")).text.splitlines()
    assert len(lines) == 41
    items = (await api.client.get(f"{path}/items")).json()["items"]
    assert api.store.get(upload_key(UUID(items[39]["job_id"]))) == wav(39)
    with pytest.raises(StopIteration):
        next(api.store.keys(f"uploads/{made['id']}/"))


async def test_an_upload_then_its_job_then_no_more(api):
    made = (await api.client.post("/v1/uploads", json={})).json()
    job_path = f"/v1/uploads/{made['id']}/job"
    assert (await api.client.post(job_path)).json()["code"] == "upload_missing"
    assert await send(made, wav()) == 204
    job = (await api.client.post(job_path)).json()
    assert await send(made, wav(1)) == 204
    assert (await api.client.post(job_path)).json()["id"] == job["id"]
    assert api.store.get(upload_key(UUID(job["id"]))) == wav()


async def test_cancel_erases_the_uploads(api):
    made = (await api.client.post("/v1/batches", json={"items": [{}] * 12})).json()
    await asyncio.gather(*(send(item["upload"], wav(item["index"])) for item in made["items"]))
    assert (await api.client.post(f"/v1/batches/{made['id']}/cancel")).json()["counts"]["cancelled"] == 12
    assert list(api.store.keys(f"uploads/{made['id']}/")) == []

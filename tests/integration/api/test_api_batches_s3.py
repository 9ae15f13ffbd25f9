"""Batches and uploads with the real store: what the API promises of forms is what SeaweedFS does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from api.batches.intake import AT_ONCE
from flows.housekeeping.leftovers import sweep
from flows.housekeeping.unused import end_unused
from speechscan.db.batch_steps import BatchSteps
from speechscan.db.intake import IntakeQueue
from speechscan.db.jobs import JobRepository
from speechscan.db.uploads import UploadRepository
from speechscan.settings import Settings
from speechscan.storage import S3Store, upload_key
from tests import seaweedfs
from tests.integration.api.conftest import Api, serving, wav
from tests.integration.api_process import api_process

TEXT = b"this is a text in a file named .wav"


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with seaweedfs.running(tmp_path_factory.mktemp("s3")) as (settings, _):
        yield settings


@pytest.fixture
def both(settings: Settings, s3: Settings) -> Settings:
    where = {name: getattr(s3, name) for name in ("s3_endpoint_url", "s3_access_key", "s3_secret_key")}
    return settings.model_copy(update=where)


@pytest.fixture
async def api(both: Settings, model_ready, make_key) -> AsyncIterator[Api]:
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


async def until_in_database(
    db: AsyncConnection, query: str, condition: Callable[[Sequence[Any]], bool]
) -> Sequence[Any]:
    async with asyncio.timeout(30):
        while not condition(found := (await db.scalars(text(query))).all()):  # noqa: ASYNC110 - by processes alone
            await asyncio.sleep(0.02)
    return found


# Three rounds of the intake go through; of the fourth each job waits for the lock before its commit.
HOLD = (
    """
    create function hold() returns trigger language plpgsql as $$
    begin
        if (select count(*) from jobs) >= 12 then
            perform pg_advisory_xact_lock(1);
        end if;
        return new;
    end
    $$
    """,
    "create trigger hold before insert on jobs for each row execute function hold()",
    "select pg_advisory_lock(1)",
)
HELD = "select pid from pg_stat_activity where datname = current_database() and wait_event = 'advisory'"


async def killed_in_its_fourth_round(both: Settings, key: dict[str, str], db: AsyncConnection) -> str:
    """The batch of 40 that it had promised to take in. Of the four recordings in its hands, two become jobs without its
    hearing of it, and two do not."""
    with api_process(both) as server:
        async with httpx.AsyncClient(base_url=server.url, headers=key, timeout=30) as client:
            made = (await client.post("/v1/batches", json={"items": [{}] * 40})).json()
            await asyncio.gather(*(send(item["upload"], wav(item["index"])) for item in made["items"]))
            for statement in HOLD:
                await db.execute(text(statement))
            assert (await client.post(f"/v1/batches/{made['id']}/start")).status_code == 202
        held = await until_in_database(db, HELD, lambda pids: len(pids) == AT_ONCE)
        server.process.kill()
        server.process.wait(60)
    for pid in held[:2]:
        await db.execute(text("select pg_terminate_backend(:pid, 10000)"), {"pid": pid})
    await db.execute(text("select pg_advisory_unlock(1)"))
    await until_in_database(db, "select id from jobs", lambda ids: len(ids) == 14)
    await db.execute(text("drop trigger hold on jobs"))
    return str(made["id"])


async def test_a_process_that_is_killed_loses_nothing_of_a_batch(both, engine, make_key, model_ready):
    store, key = S3Store(both), await make_key("clinic")
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as db:
        batch_id = await killed_in_its_fourth_round(both, key, db)
        stages = dict((await db.execute(text("select stage, count(*) from batch_items group by stage"))).all())
        assert stages == {"admitted": 14, "started": 26}
        # A minute later.
        wound = await db.execute(text("update batch_items set claimed_until = now() where claim is not null"))
        assert wound.rowcount == 2
        with api_process(both) as server:
            await until_in_database(
                db, "select stage from batch_items where stage = 'started'", lambda waiting: not waiting
            )
            async with httpx.AsyncClient(base_url=server.url, headers=key, timeout=30) as client:
                batch = (await client.get(f"/v1/batches/{batch_id}")).json()
                items = (await client.get(f"/v1/batches/{batch_id}/items")).json()["items"]
            # In order: what it has in hand, it finishes.
            server.process.terminate()
            await asyncio.to_thread(server.process.wait, 20)
        assert await db.scalar(text("select count(*) from jobs")) == batch["counts"]["queued"] == 40

    recordings = [store.get(upload_key(UUID(item["job_id"]))) for item in items]
    assert recordings == [wav(index) for index in range(40)]
    # What the dead process has left lying, housekeeping finds: uploads that became jobs, and copies that did not.
    uploaded = f"uploads/{batch_id}/"
    assert len(list(store.keys(uploaded))) == 2
    parts = (BatchSteps(engine), UploadRepository(engine), IntakeQueue(engine, lease_s=60))
    await end_unused(store, *parts, timedelta(0))
    assert list(store.keys(uploaded)) == []
    mine = {upload_key(UUID(item["job_id"])) for item in items}
    assert set(store.keys("recordings/")) > mine
    await sweep(store, JobRepository(engine), older_than=timedelta(0))
    assert set(store.keys("recordings/")) == mine

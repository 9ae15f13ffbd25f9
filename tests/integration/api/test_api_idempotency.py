"""Idempotency-Key: the same request again gives the same job, upload or batch."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import text

from speechscan.storage import item_key
from tests.integration.api.conftest import post, rows, wav


async def test_same_key_and_bytes_give_the_same_job(api):
    first = await post(api, Idempotency_Key="k")
    again = await post(api, Idempotency_Key="k")
    as_form = await api.client.post("/v1/predict", files={"file": wav()}, headers={"Idempotency-Key": "k"})

    assert "idempotent-replayed" not in first.headers
    for answer in (again, as_form):
        assert answer.status_code == 202
        assert answer.headers["idempotent-replayed"] == "true"
        assert answer.json()["id"] == first.json()["id"]
        assert answer.headers["location"] == first.headers["location"]
    assert len(api.store.objects) == 1


async def test_same_key_and_other_bytes_subject_or_task_are_refused(api):
    await post(api, Idempotency_Key="k")
    other_bytes = await post(api, wav(1), Idempotency_Key="k")
    other_subject = await post(api, Idempotency_Key="k", Speechscan_Subject="p")
    other_task = await post(api, Idempotency_Key="k", Speechscan_Task="word")

    for answer in (other_bytes, other_subject, other_task):
        assert answer.status_code == 422
        assert answer.json()["code"] == "idempotency_mismatch"
    assert len(api.store.objects) == 1


async def test_concurrent_posts_with_one_key_give_one_job(api, engine):
    answers = await asyncio.gather(*(post(api, Idempotency_Key="k") for _ in range(8)))

    assert {a.status_code for a in answers} == {202}
    assert len({a.json()["id"] for a in answers}) == 1
    assert sum("idempotent-replayed" not in a.headers for a in answers) == 1
    assert len(await rows(engine)) == len(api.store.objects) == 1


async def test_key_of_another_caller_is_independent(api, make_key):
    mine = await post(api, Idempotency_Key="k")
    theirs = await post(api, wav(1), Idempotency_Key="k", **await make_key("other"))

    assert theirs.status_code == 202
    assert mine.json()["id"] != theirs.json()["id"]


async def test_deleted_job_has_forgotten_its_key(api):
    job = (await post(api, Idempotency_Key="k", Speechscan_Subject="p")).json()
    await api.client.delete(f"/v1/jobs/{job['id']}")

    again = await post(api, Idempotency_Key="k", Speechscan_Subject="p")

    assert (again.status_code, again.json()["state"]) == (202, "queued")
    assert again.json()["id"] != job["id"]


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "ü".encode()])
async def test_bad_idempotency_key(api, key):
    answer = await post(api, Idempotency_Key=key)

    assert answer.status_code == 422
    assert "header.Idempotency-Key" in answer.json()["detail"]


BATCH = {"label": "Ward 3", "items": [{"subject": "p-1", "task": "word", "size_bytes": 5000}, {}]}


async def make(api, body=BATCH, key="k", what="batches", **headers):
    return await api.client.post(f"/v1/{what}", json=body, headers={"Idempotency-Key": key, **headers})


async def counted(engine, table):
    async with engine.connect() as db:
        return await db.scalar(text(f"select count(*) from {table}"))  # noqa: S608


async def test_the_same_batch_again_with_fresh_forms(api, engine):
    first = await make(api)
    again = await make(api, {**BATCH, "items": [dict(reversed(BATCH["items"][0].items())), {"task": None}]})

    assert "idempotent-replayed" not in first.headers
    assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")
    made, replayed = first.json(), again.json()
    assert replayed["id"] == made["id"]
    assert await counted(engine, "batch_items") == 2
    for one, other in zip(made["items"], replayed["items"], strict=True):
        assert other["upload"]["fields"]["ticket"] != one["upload"]["fields"]["ticket"]
        assert other["upload"]["fields"]["key"] == one["upload"]["fields"]["key"]
        assert other["upload"]["max_bytes"] == one["upload"]["max_bytes"]
        assert api.store.post(other["upload"]["fields"], wav())


async def test_a_started_batch_again_has_no_forms(api):
    made = (await make(api)).json()
    await api.client.post(f"/v1/batches/{made['id']}/start")
    again = (await make(api)).json()
    assert (again["id"], [item["upload"] for item in again["items"]]) == (made["id"], [None, None])
    assert again["started_at"] is not None


@pytest.mark.parametrize(
    "other",
    [
        {**BATCH, "label": "Ward 4"},
        {**BATCH, "items": [{**BATCH["items"][0], "subject": "p-2"}, {}]},
        {**BATCH, "items": BATCH["items"][::-1]},
        {"manifest_key": "imports/clinic/list.csv", "label": "Ward 3"},
    ],
)
async def test_a_key_of_another_batch_is_refused(api, engine, other):
    await make(api)
    answer = await make(api, other)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_mismatch")
    assert "p-2" not in answer.text
    assert await counted(engine, "batches") == 1


async def test_the_same_batch_many_times_at_once_is_one(api, engine):
    answers = await asyncio.gather(*(make(api) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert sum("idempotent-replayed" not in answer.headers for answer in answers) == 1
    assert (await counted(engine, "batches"), await counted(engine, "batch_items")) == (1, 2)


async def test_a_manifest_is_not_read_again(api):
    api.store.put("imports/clinic/list.csv", b"key\nimports/clinic/a.wav\n")
    body = {"manifest_key": "imports/clinic/list.csv"}
    first = (await make(api, body)).json()
    api.store.delete_prefix("imports/")
    assert (await make(api, body)).json()["id"] == first["id"]
    assert (await make(api, body, key="new")).status_code == 404


async def test_keys_of_batches_uploads_jobs_and_callers_are_apart(api, make_key):
    batch, upload, job = await make(api), await make(api, {}, what="uploads"), await post(api, Idempotency_Key="k")
    theirs = await make(api, {"items": [{}]}, **await make_key("other"))
    assert {answer.status_code for answer in (batch, upload, theirs)} == {201}
    assert len({answer.json()["id"] for answer in (batch, upload, job, theirs)}) == 4


async def test_the_same_upload_again_with_a_fresh_form(api, engine):
    body = {"size_bytes": len(wav())}
    answers = await asyncio.gather(*(make(api, body, what="uploads") for _ in range(6)))
    assert {answer.status_code for answer in answers} == {201}
    (upload_id,) = {answer.json()["id"] for answer in answers}
    assert sum("idempotent-replayed" not in answer.headers for answer in answers) == 1
    assert await counted(engine, "uploads") == 1
    assert api.store.post(answers[-1].json()["fields"], wav())
    job = await api.client.post(f"/v1/uploads/{upload_id}/job")
    assert job.status_code == 202
    # Also when it has become a job: what is sent again then changes nothing.
    late = await make(api, body, what="uploads")
    assert api.store.post(late.json()["fields"], wav())
    assert (await api.client.post(f"/v1/uploads/{upload_id}/job")).json()["id"] == job.json()["id"]
    assert list(api.store.objects) == [f"recordings/{job.json()['id']}/upload"]

    other = await make(api, {"size_bytes": 7}, what="uploads")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")


async def test_a_batch_forgets_its_key_when_a_recording_of_it_is_erased(api, engine):
    """The key's fingerprint is of the subjects too."""
    made = (await make(api)).json()
    api.store.put(item_key(UUID(made["id"]), 0), wav())
    await api.client.post(f"/v1/batches/{made['id']}/start")
    async with asyncio.timeout(60):
        while not (jobs := (await api.client.get("/v1/jobs")).json()["jobs"]):  # noqa: ASYNC110 - by the API alone
            await asyncio.sleep(0.02)
    assert [row.in_batch for row in await rows(engine, "in_batch")] == [True]
    assert (await make(api)).json()["id"] == made["id"]

    await api.client.delete(f"/v1/jobs/{jobs[0]['id']}")
    async with engine.connect() as db:
        (row,) = (await db.execute(text("select idempotency_key, fingerprint from batches"))).all()
    assert tuple(row) == (None, None)
    again = await make(api)
    assert (again.status_code, again.json()["id"] != made["id"]) == (201, True)


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "ü".encode()])
@pytest.mark.parametrize("what", ["batches", "uploads"])
async def test_bad_keys_of_documents(api, key, what):
    answer = await make(api, BATCH if what == "batches" else {}, key, what)
    assert answer.status_code == 422
    assert "header.Idempotency-Key" in answer.json()["detail"]

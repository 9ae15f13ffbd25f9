"""Idempotency-Key: the same request again gives the same job."""

from __future__ import annotations

import asyncio

import pytest

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

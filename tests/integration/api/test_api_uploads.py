"""Uploads past the API: a form, then the job of what was posted with it."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from uuid import UUID

import pytest
from sqlalchemy import text

from speechscan.domain.subject import user_hash
from speechscan.storage import item_key, upload_key
from tests.integration.api.conftest import Api, post, rows, wav


async def make(api: Api, body: dict | None = None, **headers: str):
    return await api.client.post("/v1/uploads", json={} if body is None else body, headers=headers)


async def uploaded(api: Api, data: bytes | None = None) -> str:
    form = (await make(api)).json()
    assert api.store.post(form["fields"], wav() if data is None else data)
    return form["id"]


async def job(api: Api, upload_id: str, **headers: str):
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return await api.client.post(f"/v1/uploads/{upload_id}/job", headers=sent)


async def test_what_was_uploaded_becomes_a_job(api, engine):
    made = await make(api, {"size_bytes": len(wav())})
    assert made.status_code == 201
    form = made.json()
    assert form["max_bytes"] == len(wav())
    assert not api.store.post(form["fields"], wav() + b"x")
    assert api.store.post(form["fields"], wav())

    answer = await job(api, form["id"], Speechscan_Subject="p-17", X_Request_ID="r-1")

    assert answer.status_code == 202
    found = answer.json()
    assert answer.headers["location"] == found["links"]["self"]
    assert (found["state"], found["format"], found["size_bytes"]) == ("queued", "wav", len(wav()))
    assert found["sha256"] == hashlib.sha256(wav()).hexdigest()
    key = api.services.settings.subject_key.get_secret_value().encode()
    assert found["user_hash"] == user_hash("p-17", owner="clinic", key=key)
    # A copy that the form cannot write.
    assert api.store.objects == {upload_key(UUID(found["id"])): wav()}
    assert [row.request_id for row in await rows(engine, "request_id")] == ["r-1"]


async def test_again_is_the_same_job_whatever_is_posted_meanwhile(api, engine):
    form = (await make(api)).json()
    api.store.post(form["fields"], wav())
    first = await job(api, form["id"])
    api.store.post(form["fields"], wav(1))
    again = await job(api, form["id"])

    assert "idempotent-replayed" not in first.headers
    assert (again.status_code, again.headers["idempotent-replayed"]) == (202, "true")
    assert again.json()["id"] == first.json()["id"]
    assert len(await rows(engine)) == 1
    assert api.store.get(upload_key(UUID(first.json()["id"]))) == wav()


async def test_again_for_another_person_is_refused_until_it_is_deleted(api):
    upload_id = await uploaded(api)
    first = await job(api, upload_id, Speechscan_Subject="p-1")
    others = [await job(api, upload_id, **said) for said in ({}, {"Speechscan_Subject": "p-2"})]
    same = await job(api, upload_id, Speechscan_Subject="p-1")

    assert [(one.status_code, one.json()["code"]) for one in others] == [(422, "idempotency_mismatch")] * 2
    assert same.json()["id"] == first.json()["id"]
    await api.client.delete(f"/v1/jobs/{first.json()['id']}")
    assert (await job(api, upload_id)).json()["state"] == "deleted"


async def test_a_deleted_job_is_forgotten_by_the_key_of_its_upload(api):
    first = (await make(api, **{"Idempotency-Key": "k"})).json()
    assert (await make(api, **{"Idempotency-Key": "k"})).json()["id"] == first["id"]
    api.store.post(first["fields"], wav())
    made = (await job(api, first["id"])).json()
    await api.client.delete(f"/v1/jobs/{made['id']}")

    assert (await make(api, **{"Idempotency-Key": "k"})).json()["id"] != first["id"]


async def test_asked_for_at_once_it_is_one_job(api, engine):
    upload_id = await uploaded(api)
    answers = await asyncio.gather(*(job(api, upload_id) for _ in range(6)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(await rows(engine)) == len(api.store.objects) == 1


@pytest.fixture
def both_read(api, monkeypatch):
    """Of two requests neither goes on before both have found the recording in the store."""
    chunks, found_by_both = api.store.chunks, threading.Barrier(2)

    def read(key: str):
        found = chunks(key)
        found_by_both.wait(30)
        return found

    monkeypatch.setattr(api.store, "chunks", read)


@pytest.mark.usefixtures("both_read")
@pytest.mark.parametrize("keys", [("k-1", "k-2"), ("k-1", None)])
async def test_asked_for_at_once_under_different_keys_it_is_one_job(api, engine, keys):
    upload_id = await uploaded(api)
    answers = await asyncio.gather(*(job(api, upload_id, **({"Idempotency-Key": key} if key else {})) for key in keys))

    assert [answer.status_code for answer in answers] == [202, 202]
    assert sorted(answer.headers.get("idempotent-replayed", "") for answer in answers) == ["", "true"]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(await rows(engine)) == len(api.store.objects) == 1


@pytest.mark.usefixtures("both_read")
async def test_the_loser_of_a_race_gets_no_answer_about_another_person(api, engine):
    upload_id = await uploaded(api)
    answers = await asyncio.gather(*(job(api, upload_id, Speechscan_Subject=who) for who in ("p-1", "p-2")))

    assert sorted(answer.status_code for answer in answers) == [202, 422]
    assert len(await rows(engine)) == len(api.store.objects) == 1


DIE = (
    """
    create function die() returns trigger language plpgsql as $$
    begin
        perform pg_terminate_backend(pg_backend_pid());
        return new;
    end
    $$
    """,
    "create trigger die before update on uploads for each row execute function die()",
)


async def test_no_job_is_there_whose_upload_does_not_know_of_it(api, engine):
    """As if the process had died before it could say so."""
    upload_id = await uploaded(api)
    async with engine.begin() as db:
        for statement in DIE:
            await db.execute(text(statement))
    assert (await job(api, upload_id, Idempotency_Key="k")).status_code == 503
    assert await rows(engine) == []
    async with engine.begin() as db:
        await db.execute(text("drop trigger die on uploads"))
    assert (await job(api, upload_id)).status_code == 202
    assert len(await rows(engine)) == 1


async def test_nothing_uploaded_yet(api):
    form = (await make(api)).json()
    answer = await job(api, form["id"])
    assert (answer.status_code, answer.json()["code"]) == (409, "upload_missing")
    api.store.post(form["fields"], wav())
    assert (await job(api, form["id"])).status_code == 202


async def test_what_is_no_recording_is_refused_as_always(api, engine):
    answer = await job(api, await uploaded(api, b"this is a text"))
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_format")
    assert await rows(engine) == []


async def test_too_much_is_refused_however_it_came_there(api, settings):
    form = (await make(api)).json()
    api.store.put(item_key(UUID(form["id"]), 0), bytes(settings.max_upload_bytes + 1))
    assert (await job(api, form["id"])).json()["code"] == "too_large"
    declared = await make(api, {"size_bytes": settings.max_upload_bytes + 1})
    assert (declared.status_code, declared.json()["code"]) == (413, "too_large")


async def test_an_idempotency_key_holds_for_both_ways(api):
    direct = await post(api, Idempotency_Key="k")
    same = await job(api, await uploaded(api), Idempotency_Key="k")
    upload_id = await uploaded(api, wav(1))
    other = await job(api, upload_id, Idempotency_Key="k")

    assert (same.json()["id"], same.headers["idempotent-replayed"]) == (direct.json()["id"], "true")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    assert (await job(api, upload_id)).json()["id"] != direct.json()["id"]


async def test_uploads_of_others_and_none(api, make_key):
    upload_id = await uploaded(api)
    for headers, target, status in (
        (await make_key("other"), upload_id, 404),
        ({}, "00000000-0000-4000-8000-000000000000", 404),
        (await make_key("reader", "jobs:read"), upload_id, 403),
    ):
        assert (await job(api, target, **headers)).status_code == status
    assert (await make(api, **await make_key("reader", "jobs:read", "annotate"))).status_code == 403


async def test_without_a_model_no_job(anonymous, make_key):
    anonymous.client.headers.update(await make_key("clinic"))
    answer = await job(anonymous, await uploaded(anonymous))
    assert (answer.status_code, answer.json()["code"]) == (503, "model_not_ready")


async def test_a_store_that_is_away_makes_no_job_and_the_next_try_does(api, engine):
    upload_id = await uploaded(api)
    api.store.away = True
    assert (await job(api, upload_id)).status_code == 503
    api.store.away = False
    assert (await job(api, upload_id)).status_code == 202
    assert len(await rows(engine)) == 1


@pytest.mark.parametrize("body", [{"size_bytes": -1}, {"size_bytes": "many"}, {"name": "Jane Doe.wav"}])
async def test_bad_body(api, body):
    answer = await make(api, body)
    assert answer.status_code == 422
    assert "Jane" not in answer.text

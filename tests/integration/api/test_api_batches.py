"""Batches by the API: made, uploaded, started, followed, read, cancelled."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from uuid import UUID, uuid4

import pytest

from api.batches import intake
from speechscan.db.batch_steps import BatchSteps
from speechscan.db.batches import BatchRepository
from speechscan.db.intake import IntakeQueue
from speechscan.domain.batch import NewItem
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.storage import MemoryStore, canonical_key, item_key, upload_key
from tests.integration.api.conftest import Api, rows, serving, until, wav

TEXT = b"this is a text in a file named .wav"


async def make(api: Api, *items: dict, **more) -> dict:
    answer = await api.client.post("/v1/batches", json={"items": list(items), **more})
    assert answer.status_code == 201, answer.text
    assert answer.json()["disclaimer"] == DISCLAIMER
    return answer.json()


def upload(api: Api, batch: dict, recordings: dict[int, bytes]) -> None:
    for index, data in recordings.items():
        assert api.store.post(batch["items"][index]["upload"]["fields"], data)


async def call(api: Api, batch_id: str, what: str = "", method: str = "GET", status: int = 200, **query):
    path = f"/v1/batches/{batch_id}{what}"
    answer = await api.client.request(method, path, params=query)
    assert answer.status_code == status, answer.text
    return answer


async def start(api: Api, batch_id: str) -> dict:
    return (await call(api, batch_id, "/start", "POST", 202)).json()


async def read(api: Api, batch_id: str) -> dict:
    return (await call(api, batch_id)).json()


async def taken_in(api: Api, batch_id: str) -> dict:
    """The batch once no item waits to be looked at."""
    async with asyncio.timeout(60):
        while (batch := await read(api, batch_id))["counts"]["awaiting"]:  # noqa: ASYNC110 - by the API alone
            await asyncio.sleep(0.02)
    return batch


def counted(batch: dict) -> dict[str, int]:
    return {state: count for state, count in batch["counts"].items() if count}


async def test_a_batch_with_a_good_a_broken_and_a_missing_one(api, worker, engine):
    items = [{"subject": f"p-{n}", "task": "sustained_vowel_a", "size_bytes": 5000} for n in range(40)]
    batch = await make(api, *items, label="Ward 3")
    assert (batch["state"], batch["label"], counted(batch)) == ("open", "Ward 3", {"awaiting": 40})
    assert [item["index"] for item in batch["items"]] == list(range(40))
    upload(api, batch, {n: TEXT if n == 7 else wav(n) for n in range(40) if n != 8})

    started = await start(api, batch["id"])
    assert (started["state"], started["started_at"] is not None) == ("running", True)
    batch = await taken_in(api, batch["id"])
    assert counted(batch) == {"queued": 38, "refused": 1, "missing": 1}
    await worker.complete_all()

    batch = await read(api, batch["id"])
    assert (batch["state"], counted(batch)) == ("completed", {"completed": 38, "refused": 1, "missing": 1})
    assert batch["ended_at"] >= batch["started_at"] >= batch["created_at"]
    assert batch["links"]["start"] is batch["links"]["cancel"] is None
    items = (await call(api, batch["id"], "/items")).json()["items"]
    assert [items[n]["state"] for n in (6, 7, 8, 9)] == ["completed", "refused", "missing", "completed"]
    assert items[7]["error"]["code"] == "unsupported_format"
    # Nothing that was uploaded is left, and each job has its own copy.
    jobs = {row.id: row for row in await rows(engine, "id, owner, sha256, user_hash")}
    assert set(api.store.objects) == {upload_key(job_id) for job_id in jobs}
    assert api.store.get(upload_key(UUID(items[9]["job_id"]))) == wav(9)
    assert {row.owner for row in jobs.values()} == {"clinic"}
    assert len({row.user_hash for row in jobs.values()} - {None}) == 38


async def test_results_as_csv_and_json_lines(api, worker):
    batch = await make(api, {"task": "word"}, {}, {}, {})
    upload(api, batch, {0: wav(0), 1: TEXT, 3: wav(3)})
    await start(api, batch["id"])
    await taken_in(api, batch["id"])
    early = (await call(api, batch["id"], "/results")).text.splitlines()
    assert (
        early[0]
        == "index,job_id,state,status,probability,confidence,model_version,task,error_code,error_detail,disclaimer"
    )
    assert len(early) == 5
    leases = {str(lease.job_id): lease for lease in await worker.start()}
    # Four are taken in at once, so their jobs are in any order.
    items = (await call(api, batch["id"], "/items")).json()["items"]
    first, second = (leases[items[index]["job_id"]] for index in (0, 3))
    await worker.complete([first])
    await worker.queue.fail(second, code="too_short", detail="=1+1", stages_ms={})

    answer = await call(api, batch["id"], "/results")
    assert answer.headers["content-type"].startswith("text/csv; charset=utf-8")
    assert answer.headers["content-disposition"] == f'attachment; filename="batch-{batch["id"]}.csv"'
    table = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["index"], row["state"]) for row in table] == [
        ("0", "completed"), ("1", "refused"), ("2", "missing"), ("3", "failed"),
    ]  # fmt: skip
    assert (table[0]["status"], table[0]["probability"], table[0]["model_version"]) == ("dysarthric", "0.9", "1")
    assert (table[0]["f0_hz"], table[1]["f0_hz"], table[0]["task"]) == ("110.0", "", "word")
    assert (table[1]["error_code"], table[3]["error_code"]) == ("unsupported_format", "too_short")
    assert table[3]["error_detail"] == "'=1+1"
    assert {row["disclaimer"] for row in table} == {DISCLAIMER}

    answer = await call(api, batch["id"], "/results", format="jsonl")
    assert answer.headers["content-type"] == "application/jsonl"
    lines = [json.loads(line) for line in answer.text.splitlines()]
    job = (await api.client.get(f"/v1/jobs/{lines[0]['job_id']}")).json()
    assert lines[0]["result"] == job["result"]
    assert [line["state"] for line in lines] == [row["state"] for row in table]
    assert {line["disclaimer"] for line in lines} == {DISCLAIMER}
    await call(api, batch["id"], "/results", status=422, format="xlsx")


async def test_pages_of_items_hold_each_once(api):
    batch = await make(api, *[{}] * 5)
    seen, query = [], {"limit": 2}
    while True:
        page = (await call(api, batch["id"], "/items", **query)).json()
        seen += [item["index"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert seen == [0, 1, 2, 3, 4]


async def test_pages_of_batches(api):
    made = [(await make(api, {}))["id"] for _ in range(3)]
    first = (await api.client.get("/v1/batches", params={"limit": 2})).json()
    rest = (await api.client.get("/v1/batches", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [batch["id"] for batch in first["batches"] + rest["batches"]] == made[::-1]
    assert rest["next_cursor"] is None


async def test_a_batch_is_its_callers_alone(api, make_key):
    batch = await make(api, {})
    api.client.headers.update(await make_key("other"))
    for what, method in (("", "GET"), ("/items", "GET"), ("/results", "GET"), ("/start", "POST"), ("/cancel", "POST")):
        answer = await call(api, batch["id"], what, method, status=404)
        assert answer.json()["code"] == "not_found"
    assert (await api.client.get("/v1/batches")).json()["batches"] == []
    api.client.headers.update(await make_key("reader", "jobs:read"))
    await call(api, batch["id"], "/start", "POST", status=403)


async def test_cancel_erases_what_was_uploaded(api, worker):
    opened = await make(api, {}, {})
    upload(api, opened, {0: wav(), 1: wav(1)})
    running = await make(api, {}, {})
    upload(api, running, {0: wav(), 1: wav(1)})
    await start(api, running["id"])
    await taken_in(api, running["id"])
    await worker.complete((await worker.start())[:1])

    for batch, left in ((opened, {"cancelled": 2}), (running, {"completed": 1, "cancelled": 1})):
        answers = [(await call(api, batch["id"], "/cancel", "POST")).json() for _ in range(2)]
        assert answers[0] == answers[1]
        assert (answers[0]["state"], counted(answers[0])) == ("cancelled", left)
        assert answers[0]["ended_at"] is not None
        await call(api, batch["id"], "/start", "POST", status=409)
    assert not [key for key in api.store.objects if key.startswith("uploads/")]


async def test_cancel_erases_the_recordings_of_the_jobs_that_it_ends(api, worker):
    batch = await make(api, *[{}] * 4)
    upload(api, batch, {n: wav(n) for n in range(4)})
    await start(api, batch["id"])
    await taken_in(api, batch["id"])
    done, waiting, running, alone = (
        UUID(item["job_id"]) for item in (await call(api, batch["id"], "/items")).json()["items"]
    )
    leases = {lease.job_id: lease for lease in await worker.start()}
    await worker.complete([leases[done]])
    await worker.queue.release([leases[waiting]])
    await api.client.post(f"/v1/jobs/{alone}/cancel")
    api.store.put(canonical_key(running), b"flac")
    api.store.away = True
    await call(api, batch["id"], "/cancel", "POST", status=503)
    api.store.away = False

    cancelled = (await call(api, batch["id"], "/cancel", "POST")).json()

    assert counted(cancelled) == {"completed": 1, "cancelled": 3}
    # A job that was cancelled by itself keeps its recording, in a batch or not.
    assert set(api.store.objects) == {upload_key(done), upload_key(alone)}


async def test_what_a_worker_stores_after_a_cancel_goes_too(api, worker):
    batch = await make(api, {})
    upload(api, batch, {0: wav()})
    await start(api, batch["id"])
    await taken_in(api, batch["id"])
    (lease,) = await worker.start()
    await call(api, batch["id"], "/cancel", "POST")
    assert api.services.leftovers.pending == 1
    api.store.put(canonical_key(lease.job_id), b"flac")

    api.services.leftovers.look_at(lease.job_id)

    await until(lambda: not api.store.objects)


async def test_a_finished_batch_cannot_be_cancelled_and_can_be_started_again(api):
    batch = await make(api, {})
    await start(api, batch["id"])
    ended = await taken_in(api, batch["id"])
    assert (ended["state"], counted(ended)) == ("completed", {"missing": 1})
    await call(api, batch["id"], "/cancel", "POST", status=409)
    assert await start(api, batch["id"]) == ended


async def test_too_large_a_declared_size_refuses_its_item_only(api, settings):
    batch = await make(api, {"size_bytes": settings.max_upload_bytes + 1}, {"size_bytes": 10})
    assert [(item["state"], item["upload"] is None) for item in batch["items"]] == [
        ("refused", True), ("awaiting", False),
    ]  # fmt: skip
    assert batch["items"][0]["error"]["code"] == "too_large"
    assert batch["items"][1]["upload"]["max_bytes"] == 10


async def test_recordings_that_lie_in_the_bucket_already(api, worker):
    store = api.store
    for name in ("a.wav", "b/c.wav"):
        store.put(f"imports/clinic/{name}", wav(len(name)))
    lines = [
        "key,subject,task",
        "imports/clinic/a.wav,p-1,word",
        "imports/clinic/none.wav,,",
        "imports/clinic/b/c.wav,,",
    ]
    store.put("imports/clinic/list.csv", "\n".join(lines).encode())

    answer = await api.client.post("/v1/batches", json={"manifest_key": "imports/clinic/list.csv"})
    assert answer.status_code == 201
    batch = answer.json()
    assert [item["upload"] for item in batch["items"]] == [None] * 3
    await start(api, batch["id"])
    assert counted(await taken_in(api, batch["id"])) == {"queued": 2, "missing": 1}
    # They are the caller's, and stay.
    assert len([key for key in store.objects if key.startswith("imports/")]) == 3
    assert "a.wav" not in (await call(api, batch["id"], "/items")).text


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("imports/clinic/none.csv", 404),
        ("imports/other/list.csv", 422),
        ("imports/clinic/../other/list.csv", 422),
        ("recordings/list.csv", 422),
    ],
)
async def test_a_manifest_that_is_not_there_or_somebody_elses(api, key, status):
    api.store.put("imports/other/list.csv", b"key\nimports/other/a.wav\n")
    answer = await api.client.post("/v1/batches", json={"manifest_key": key})
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"items": []},
        {"items": [{}] * 1001},
        {"items": [{}], "manifest_key": "imports/clinic/x.csv"},
        {"items": [{"name": "Jane Doe.wav"}]},
        {"items": [{"subject": "Jane\u0007"}]},
        {"items": [{"task": "A Sentence"}]},
        {"items": [{}], "label": "Jane\n"},
    ],
)
async def test_bad_body(api, body):
    answer = await api.client.post("/v1/batches", json=body)
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_request"
    assert "Jane" not in answer.text


@pytest.mark.parametrize("subject", [" ", "Jane\u0007"])
async def test_of_many_items_it_says_which_is_wrong(api, subject):
    items = [{"subject": f"p-{n}"} for n in range(20)]
    items[17] = {"subject": subject}
    answer = await api.client.post("/v1/batches", json={"items": items})
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("In items[17]: A subject has 1 to 200 characters")
    assert "Jane" not in answer.text


async def test_a_thousand_items_fit(api):
    subjects = [{"subject": "ä" * 200, "task": "sustained_vowel_a", "size_bytes": 10} for _ in range(1000)]
    batch = await make(api, *subjects)
    assert len({item["upload"]["fields"]["key"] for item in batch["items"]}) == 1000


async def test_no_start_without_a_model(anonymous, make_key):
    anonymous.client.headers.update(await make_key("clinic"))
    batch = await make(anonymous, {})
    await call(anonymous, batch["id"], "/start", "POST", status=503)
    assert (await read(anonymous, batch["id"]))["state"] == "open"


async def test_what_a_dead_process_had_started_is_finished_by_another(
    settings, engine, make_key, model_ready, monkeypatch
):
    """It died after its 202, with some items in its hands: their claims run out."""
    monkeypatch.setattr(intake, "_LOOK_S", 0.05)
    store, batch_id = MemoryStore(), uuid4()
    await BatchRepository(engine).create("clinic", batch_id, None, [NewItem()] * 10)
    for position in range(10):
        store.put(item_key(batch_id, position), wav(position))
    await BatchSteps(engine).start("clinic", batch_id)
    assert len(await IntakeQueue(engine, lease_s=0.3).claim(3)) == 3

    async with serving(settings, store) as api:
        api.client.headers.update(await make_key("clinic"))
        assert counted(await taken_in(api, str(batch_id))) == {"queued": 10}
    assert len(store.objects) == 10


async def test_a_store_that_is_away_only_delays(api, monkeypatch):
    monkeypatch.setattr(intake, "_RETRY_S", 0.05)
    batch = await make(api, {}, {})
    upload(api, batch, {0: wav(), 1: wav(1)})
    api.store.away = True
    await start(api, batch["id"])
    reads = api.store.chunks
    tried = asyncio.Event()

    def chunks(key):
        tried.set()
        return reads(key)

    monkeypatch.setattr(api.store, "chunks", chunks)
    await asyncio.wait_for(tried.wait(), 30)
    assert counted(await read(api, batch["id"])) == {"awaiting": 2}
    api.store.away = False
    assert counted(await taken_in(api, batch["id"])) == {"queued": 2}


async def test_a_defect_of_one_item_harms_no_other(api, monkeypatch):
    batch = await make(api, *[{}] * 5)
    upload(api, batch, {n: wav(n) for n in range(5)})
    genuine = intake.read_stored

    def broken(store, key, max_bytes):
        if key == item_key(UUID(batch["id"]), 2):
            raise RuntimeError("a defect of ours")
        return genuine(store, key, max_bytes)

    monkeypatch.setattr(intake, "read_stored", broken)
    await start(api, batch["id"])
    assert counted(await taken_in(api, batch["id"])) == {"queued": 4, "refused": 1}
    items = (await call(api, batch["id"], "/items")).json()["items"]
    assert items[2]["error"]["code"] == "internal_error"
    assert "defect" not in items[2]["error"]["detail"]

"""/v1/webhook and its deliveries; the header Speechscan-Webhook."""

from __future__ import annotations

import asyncio
import re
from uuid import UUID

import pytest
import structlog
from sqlalchemy import text
from typer.testing import CliRunner

from speechscan.cli.app import app
from speechscan.db.deliveries import DeliveryRepository
from speechscan.db.outbox import Outbox
from tests.integration.api.conftest import post, wav
from tests.integration.webhooks.conftest import SEAL, room

URL = "https://clinic.example/hook?token=hidden"


async def put(api, **document):
    return await api.client.put("/v1/webhook", json=document)


async def deliveries(api, **query):
    answer = await api.client.get("/v1/webhook/deliveries", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def bury(engine, count: int = 100) -> None:
    outbox = Outbox(engine, SEAL, hold_s=60)
    for attempt in await outbox.claim(room(count, count)):
        await outbox.bury(attempt, status=500, reason="The receiver answered 500.")


async def test_the_secret_is_shown_when_it_is_new_and_never_again(api):
    made = await put(api, url=URL)
    changed = await put(api, url=URL, events=["job.failed"], include_result=True)
    rotated = await put(api, url=URL, rotate_secret=True)
    read = await api.client.get("/v1/webhook")

    assert [answer.status_code for answer in (made, changed, rotated, read)] == [201, 200, 200, 200]
    assert made.headers["cache-control"] == "no-store"
    assert made.json()["secret"].startswith("whsec_")
    assert changed.json()["secret"] is None
    assert rotated.json()["secret"] not in (None, made.json()["secret"])
    assert read.json()["secret"] is None
    assert (changed.json()["events"], changed.json()["include_result"]) == (["job.failed"], True)
    assert read.json()["events"] == ["job.completed", "job.failed", "job.cancelled"]
    assert read.json()["url"] == URL


async def test_keys_of_one_name_share_it_and_others_do_not_see_it(api, make_key):
    await put(api, url=URL)
    same, stranger = await make_key("clinic", "webhooks"), await make_key("lab")

    assert (await api.client.get("/v1/webhook", headers=same)).json()["url"] == URL
    assert (await api.client.get("/v1/webhook", headers=stranger)).status_code == 404
    assert (await api.client.delete("/v1/webhook", headers=stranger)).status_code == 404


async def test_removed_with_its_deliveries(api, worker, engine):
    await put(api, url=URL)
    await post(api)
    await worker.complete_all()
    assert len((await deliveries(api))["deliveries"]) == 1

    assert (await api.client.delete("/v1/webhook")).status_code == 204

    assert (await api.client.get("/v1/webhook")).status_code == 404
    async with engine.connect() as db:
        assert await db.scalar(text("select count(*) from webhook_deliveries")) == 0


@pytest.mark.parametrize(
    ("document", "word"),
    [
        ({"url": "http://clinic.example/"}, "https"),
        ({"url": "https://127.0.0.1/"}, "public"),
        ({"url": "https://user:word@clinic.example/"}, "password"),
        ({"url": URL, "events": []}, "events"),
        ({"url": URL, "events": ["job.queued"]}, "events"),
        ({"url": URL, "secret": "mine"}, "secret"),
    ],
)
async def test_what_makes_no_sense_is_refused_and_not_repeated(api, document, word):
    answer = await put(api, **document)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert word in answer.text
    assert "user:word" not in answer.text
    assert (await api.client.get("/v1/webhook")).status_code == 404


async def test_dead_ones_are_listed_and_sent_again(api, worker, engine, make_key):
    await put(api, url=URL)
    job_id = (await post(api)).json()["id"]
    await worker.complete_all()
    (pending,) = (await deliveries(api, state="pending"))["deliveries"]
    assert (pending["job_id"], pending["event"], pending["links"]["resend"]) == (job_id, "job.completed", None)
    resend = f"/v1/webhook/deliveries/{pending['id']}/resend"
    assert (await api.client.post(resend)).status_code == 409
    await bury(engine)

    (dead,) = (await deliveries(api, state="dead"))["deliveries"]
    assert (dead["id"], dead["status"], dead["reason"]) == (pending["id"], 500, "The receiver answered 500.")
    assert dead["links"]["resend"] == resend
    assert (await api.client.post(resend, headers=await make_key("lab"))).status_code == 404
    again = await api.client.post(resend)

    assert (again.status_code, again.json()["state"], again.json()["attempts"]) == (200, "pending", 0)
    assert (await deliveries(api, state="dead"))["deliveries"] == []


async def test_all_dead_ones_of_a_caller_are_sent_again_at_once(api, worker, engine, make_key):
    await put(api, url=URL)
    for n in range(4):
        await post(api, wav(n))
    await worker.complete_all()
    (delivered,) = await Outbox(engine, SEAL, hold_s=60).claim(room(1))
    await Outbox(engine, SEAL, hold_s=60).delivered(delivered, 204)
    await bury(engine)
    path = "/v1/webhook/deliveries/resend"

    assert (await api.client.post(path, headers=await make_key("lab"))).json()["resent"] == 0
    answer = await api.client.post(path)
    again = await api.client.post(path)

    assert (answer.status_code, answer.json()["resent"], again.json()["resent"]) == (200, 3, 0)
    states = [one["state"] for one in (await deliveries(api))["deliveries"]]
    assert sorted(states) == ["delivered", "pending", "pending", "pending"]


async def test_pages_hold_each_delivery_once_newest_first(api, worker):
    await put(api, url=URL)
    for n in range(5):
        await post(api, wav(n))
        await worker.complete_all()

    seen, query = [], {"limit": 2}
    while True:
        page = await deliveries(api, **query)
        seen += [one["created_at"] for one in page["deliveries"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]

    assert len(seen) == 5
    assert seen == sorted(seen, reverse=True)


async def test_a_job_with_an_address_of_its_own(api, worker, engine):
    await put(api, events=["job.completed"])
    own = "https://other.example/job?token=hidden"

    with structlog.testing.capture_logs() as lines:
        answer = await post(api, Speechscan_Webhook=own)
        await worker.complete_all()

    assert answer.status_code == 202
    (attempt,) = await Outbox(engine, SEAL, hold_s=60).claim(room(9, 9))
    assert (attempt.job_id, attempt.url) == (UUID(answer.json()["id"]), own)
    assert "hidden" not in answer.text
    assert "hidden" not in str(lines)


async def test_erasing_a_job_that_has_not_ended_is_no_event(api, worker, engine):
    """With the store away the erasure stops at the place where a sender could see a delivery."""
    await put(api, url=URL)
    waiting, running, cancelled = [(await post(api, wav(seed))).json()["id"] for seed in range(3)]
    await api.client.post(f"/v1/jobs/{cancelled}/cancel")
    await worker.queue.claim("test", 1, alone=True)
    api.store.away = True

    for job_id in (waiting, running):
        assert (await api.client.delete(f"/v1/jobs/{job_id}")).status_code == 503

    states = [(await api.client.get(f"/v1/jobs/{job_id}")).json()["state"] for job_id in (waiting, running)]
    assert states == ["cancelled", "cancelled"]
    # What was cancelled and not erased is told.
    assert [found["job_id"] for found in (await deliveries(api))["deliveries"]] == [cancelled]


async def test_the_header_needs_the_scope_a_webhook_and_a_good_url(api, make_key):
    sender = await make_key("clinic", "jobs:write")
    refused = await post(api, Speechscan_Webhook=URL, **{"Authorization": sender["Authorization"]})
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert "webhooks" in refused.json()["detail"]

    without = await post(api, Speechscan_Webhook=URL)
    assert (without.status_code, "PUT /v1/webhook" in without.json()["detail"]) == (422, True)
    await put(api)
    assert (await post(api, Speechscan_Webhook="https://10.0.0.1/")).status_code == 422
    assert (await api.client.get("/v1/jobs")).json()["jobs"] == []
    assert (await post(api, Speechscan_Webhook=URL)).status_code == 202


async def _by_form(api, url: str, **headers: str):
    return await api.client.post("/v1/jobs", files={"file": wav()}, data={"webhook": url}, headers=headers)


async def test_the_form_says_it_as_the_header_does(api, worker, engine, make_key):
    own, both = "https://form.example/?token=hidden", {"Speechscan-Webhook": "https://form.example/?token=hidden"}
    sender = await make_key("clinic", "jobs:write")
    without = await _by_form(api, own)
    assert (without.status_code, "PUT /v1/webhook" in without.json()["detail"]) == (422, True)
    await put(api)
    assert (await _by_form(api, own, **sender)).json()["code"] == "forbidden"
    for wrong in ("https://10.0.0.1/", "http://form.example/", ""):
        assert (await _by_form(api, wrong)).json()["code"] == "invalid_request"
    differ = await _by_form(api, URL, **both)
    assert (differ.status_code, "differ" in differ.json()["detail"], "hidden" in differ.text) == (422, True, False)
    assert api.store.objects == {}

    made = [await _by_form(api, own), await _by_form(api, own, **both)]
    await worker.complete_all()

    told = await Outbox(engine, SEAL, hold_s=60).claim(room(9, 9))
    assert {(attempt.job_id, attempt.url) for attempt in told} == {(UUID(one.json()["id"]), own) for one in made}


async def test_the_job_of_an_upload_may_name_an_address(api, worker, engine, make_key):
    await put(api)
    form = (await api.client.post("/v1/uploads", json={})).json()
    api.store.post(form["fields"], wav())
    path = f"/v1/uploads/{form['id']}/job"
    sender = await make_key("clinic", "jobs:write")
    refused = await api.client.post(path, headers={**sender, "Speechscan-Webhook": URL})
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")

    made = await api.client.post(path, headers={"Speechscan-Webhook": URL})
    await worker.complete_all()

    (attempt,) = await Outbox(engine, SEAL, hold_s=60).claim(room(9))
    assert (attempt.job_id, attempt.url) == (UUID(made.json()["id"]), URL)


async def test_a_batch_may_name_an_address_for_all_of_its_jobs(api, worker, engine, make_key):
    """And keeps it no longer than it needs it."""
    document = {"items": [{}, {}, {}], "webhook": URL}
    assert (await api.client.post("/v1/batches", json=document)).status_code == 422
    await put(api)
    refused = await api.client.post("/v1/batches", json=document, headers=await make_key("clinic", "jobs:write"))
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    cancelled = (await api.client.post("/v1/batches", json=document)).json()
    batch = (await api.client.post("/v1/batches", json=document)).json()
    assert "hidden" not in str(batch)
    assert await _addresses(engine) == [URL] * 6
    for n in (0, 2):
        api.store.post(batch["items"][n]["upload"]["fields"], wav(n))

    await api.client.post(f"/v1/batches/{cancelled['id']}/cancel")
    await api.client.post(f"/v1/batches/{batch['id']}/start")
    await api.services.intake.take_in_some()
    async with asyncio.timeout(60):
        while await _addresses(engine):  # noqa: ASYNC110 - the process's own intake may be faster than ours
            await asyncio.sleep(0.02)
    await worker.complete_all()

    told = await Outbox(engine, SEAL, hold_s=60).claim(room(9))
    assert [attempt.url for attempt in told] == [URL] * 2


async def _addresses(engine) -> list[str]:
    async with engine.connect() as db:
        found = await db.scalars(text("select webhook_url from batch_items where webhook_url is not null"))
        return list(found)


async def test_a_replay_must_name_the_same_address(api):
    await put(api)
    first = await post(api, Speechscan_Webhook=URL, Idempotency_Key="k")
    same = await post(api, Speechscan_Webhook=URL, Idempotency_Key="k")
    other = await post(api, Speechscan_Webhook=URL + "2", Idempotency_Key="k")
    none = await post(api, Idempotency_Key="k")

    assert same.json()["id"] == first.json()["id"]
    assert [answer.json()["code"] for answer in (other, none)] == ["idempotency_mismatch"] * 2


async def test_the_outbox_is_in_the_metrics(api, worker, engine):
    await put(api, url=URL)
    for n in range(3):
        await post(api, wav(n))
    await worker.complete_all()
    outbox = Outbox(engine, SEAL, hold_s=60)
    delivered, dead = await outbox.claim(room(2, 2))
    await outbox.delivered(delivered, 204)
    await outbox.bury(dead, status=None, reason="x")

    told = (await api.client.get("/metrics")).text

    for state in ("pending", "delivered", "dead"):
        assert f'speechscan_webhook_deliveries{{state="{state}"}} 1.0' in told
    (age,) = re.findall(r"^speechscan_oldest_pending_delivery_seconds (\S+)$", told, flags=re.MULTILINE)
    assert float(age) > 0


async def test_an_operator_sees_and_resends_dead_ones_of_all(api, worker, engine, settings, monkeypatch):
    monkeypatch.setenv("SPEECHSCAN_DATABASE_URL", settings.database_url.get_secret_value())
    monkeypatch.setenv("COLUMNS", "250")
    await put(api, url=URL)
    await post(api)
    await worker.complete_all()
    await bury(engine)
    folder = ["--data-dir", str(settings.data_dir)]

    async def run(*arguments: str):
        return await asyncio.to_thread(CliRunner().invoke, app, ["webhooks", *arguments, *folder])

    shown = await run("dead")
    assert (shown.exit_code, "The receiver answered 500." in shown.stdout) == (0, True)
    assert "hidden" not in shown.stdout
    assert (await run("resend")).exit_code == 1
    assert "0 deliveries" in (await run("resend", "--owner", "lab")).stdout
    assert "1 deliveries" in (await run("resend", "--all")).stdout
    assert (await DeliveryRepository(engine).count_by_state())["pending"] == 1


async def test_an_operator_changes_the_key_and_is_told_of_what_it_does_not_open(api, settings, monkeypatch):
    monkeypatch.setenv("SPEECHSCAN_DATABASE_URL", settings.database_url.get_secret_value())
    await put(api, url=URL)

    async def reseal(key: str, previous: str = ""):
        monkeypatch.setenv("SPEECHSCAN_WEBHOOK_KEY", key)
        monkeypatch.setenv("SPEECHSCAN_WEBHOOK_PREVIOUS_KEY", previous)
        command = ["webhooks", "reseal", "--data-dir", str(settings.data_dir)]
        return await asyncio.to_thread(CliRunner().invoke, app, command)

    public = await reseal("development-only")
    assert (public.exit_code, "SPEECHSCAN_WEBHOOK_KEY is not set here" in public.exception.detail) == (1, True)
    wrong = await reseal("new")
    assert (wrong.exit_code, "1 webhooks have a secret that no key opens" in wrong.exception.detail) == (1, True)
    done = await reseal("new", "development-only")
    assert (done.exit_code, done.stdout.splitlines()) == (
        0,
        ["1 webhooks were sealed anew.", "None needs a previous key."],
    )
    assert (await reseal("new")).exit_code == 0

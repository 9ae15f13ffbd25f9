"""The sender against real receivers: told, told again, given up, taken over."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from standardwebhooks import Webhook

from speechscan.db.deliveries import DeliveryRepository
from speechscan.db.engine import psycopg_url
from speechscan.domain.webhook import Event, Wanted
from speechscan.settings import Settings
from tests.conftest import eventually
from tests.integration.webhooks.conftest import Clinic, at_once, hurry, never, until
from tests.webhook_receiver import Receiver, receiving

ROOT = Path(__file__).resolve().parents[3]


def all_are(clinic: Clinic, state: str, count: int):
    async def check() -> bool:
        return await clinic.states() == [state] * count

    return check


async def test_delivered_and_verified_by_the_library(clinic: Clinic, receiver: Receiver, sending) -> None:
    secret = await clinic.wants(receiver.url + "?token=t")
    (job_id,) = await clinic.complete()

    async with sending():
        await until(all_are(clinic, "delivered", 1))

    (got,), (delivery,) = receiver.got, await clinic.deliveries()
    told = Webhook(secret).verify(got.body, got.headers)
    assert (told["type"], told["data"]["id"], told["data"]["state"]) == ("job.completed", str(job_id), "completed")
    assert "result" not in told["data"]
    assert got.path == "/hook?token=t"
    assert got.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert got.headers["webhook-id"] == str(delivery.id)
    assert (delivery.attempts, delivery.status, delivery.reason) == (1, 204, None)


async def test_the_result_only_for_whoever_asked(clinic: Clinic, receiver: Receiver, sending) -> None:
    await clinic.wants(receiver.url, include_result=True)
    await clinic.complete()
    (cancelled,) = await clinic.submit()
    await clinic.jobs.cancel(clinic.name, cancelled)

    async with sending():
        await until(all_are(clinic, "delivered", 2))

    results = {got.document["data"]["state"]: got.document["data"]["result"] for got in receiver.got}
    assert results["completed"]["status"] == "dysarthric"
    assert "not a medical device" in results["completed"]["disclaimer"]
    assert results["cancelled"] is None


async def test_again_after_an_error_under_the_same_id_and_with_the_same_body(
    clinic: Clinic, receiver: Receiver, sending
) -> None:
    await clinic.wants(receiver.url)
    receiver.statuses = [500, 429]
    await clinic.complete()

    async with sending(at_once):
        await until(all_are(clinic, "delivered", 1))

    assert len({got.headers["webhook-id"] for got in receiver.got}) == 1
    assert len({got.body for got in receiver.got}) == 1
    assert len(receiver.got) == 3
    assert [delivery.attempts for delivery in await clinic.deliveries()] == [3]


async def test_dead_and_sent_again_by_hand(clinic: Clinic, receiver: Receiver, sending) -> None:
    await clinic.wants(receiver.url)
    receiver.statuses = [500]
    await clinic.complete()

    async with sending(never):
        await until(all_are(clinic, "dead", 1))
        (dead,) = await clinic.deliveries()
        assert (dead.status, dead.reason) == (500, "The receiver answered 500.")
        await DeliveryRepository(clinic.engine).resend(clinic.name, dead.id)
        await until(all_are(clinic, "delivered", 1))

    assert [got.headers["webhook-id"] for got in receiver.got] == [str(dead.id)] * 2


async def test_a_redirect_is_not_followed(clinic: Clinic, receiver: Receiver, sending) -> None:
    with receiving() as inside:
        receiver.statuses, receiver.headers = [307], {"location": inside.url}
        await clinic.wants(receiver.url)
        await clinic.complete()
        async with sending(never):
            await until(all_are(clinic, "dead", 1))
        assert inside.got == []
    (delivery,) = await clinic.deliveries()
    assert delivery.reason == "The receiver answered 307; redirects are not followed."


async def test_gone_switches_the_webhook_off_and_buries_what_waits(clinic: Clinic, receiver: Receiver, sending) -> None:
    await clinic.wants(receiver.url)
    receiver.statuses = [410] * 20
    await clinic.complete(20)

    async with sending(at_once):
        await until(all_are(clinic, "dead", 20))
        await clinic.complete()

    assert len(await clinic.deliveries()) == 20
    assert (await clinic.webhooks.get(clinic.name)).disabled_at is not None
    receiver.statuses.clear()
    await clinic.wants(receiver.url)
    await clinic.complete()
    async with sending():
        await until(_delivered(clinic, 1))


async def test_gone_from_the_address_of_one_job_ends_that_delivery_alone(
    clinic: Clinic, receiver: Receiver, sending
) -> None:
    with receiving() as gone:
        gone.statuses = [410]
        await clinic.wants(receiver.url)
        await clinic.complete(webhook_url=gone.url)
        await clinic.complete()
        async with sending():
            await until(_delivered(clinic, 1))
            await until(_dead(clinic, 1))
        assert (len(gone.got), len(receiver.got)) == (1, 1)
    assert (await clinic.webhooks.get(clinic.name)).disabled_at is None


async def test_a_receiver_that_does_not_answer_slows_neither_jobs_nor_others(
    clinic: Clinic, receiver: Receiver, sending
) -> None:
    """While the one holds all that it was sent, jobs end and the other is told of all of his."""
    lab = Clinic(clinic.engine, "lab")
    with receiving() as stuck:
        stuck.open.clear()
        await clinic.wants(stuck.url)
        await lab.wants(receiver.url)
        async with sending(timeout_s=60):
            await clinic.complete(30)
            await until(_holds(stuck, 4))
            await clinic.complete(30)
            his = await lab.complete(30)
            await until(all_are(lab, "delivered", 30))
            # Not more than its places, however much waits.
            assert len(stuck.got) == 4
            assert await clinic.states() == ["pending"] * 60
            stuck.open.set()
            await until(all_are(clinic, "delivered", 60))
    assert sorted(receiver.jobs()) == sorted(map(str, his))


async def test_what_a_receiver_asks_for_is_heard_and_it_is_left_alone(
    clinic: Clinic, receiver: Receiver, sending
) -> None:
    """What else waits for it stays, however often others are told meanwhile."""
    lab, asked = Clinic(clinic.engine, "lab"), []

    def noting(number: int, age_s: float, asked_s: float = 0.0) -> float:
        asked.append(asked_s)
        return 0.0

    with receiving() as busy:
        busy.statuses, busy.headers = [503], {"retry-after": "3600"}
        await clinic.wants(busy.url)
        await lab.wants(receiver.url)
        await clinic.complete()
        async with sending(noting):
            await until(lambda: _is(clinic, status=503))
            await clinic.complete(5)
            for n in range(3):
                await lab.complete()
                await until(all_are(lab, "delivered", n + 1))
        assert (asked, len(busy.got)) == ([3600.0], 1)
    assert await clinic.states() == ["pending"] * 6


async def _many(clinic: Clinic, count: int, url: str) -> list[Clinic]:
    """Callers with a job each that has ended."""
    made = [Clinic(clinic.engine, f"clinic {n}") for n in range(count)]
    for one in made:
        await one.wants(url)
        await one.submit()
    await clinic.end(count)
    return made


async def test_any_number_that_hang_keep_none_from_one_that_answers(
    clinic: Clinic, receiver: Receiver, sending
) -> None:
    """200 that were never met hold their share, and what was due after theirs goes out all the same."""
    await clinic.wants(receiver.url)
    with receiving() as stuck:
        stuck.open.clear()
        async with sending(timeout_s=60, concurrency=16):
            await clinic.complete()
            await until(all_are(clinic, "delivered", 1))
            hanging = await _many(clinic, 200, stuck.url)
            await until(_holds(stuck, 12))
            await clinic.complete(30)
            await until(all_are(clinic, "delivered", 31))
            assert len(stuck.got) == 12
            assert {state for one in hanging for state in await one.states()} == {"pending"}
            stuck.open.set()
            await until(_all_delivered(hanging))
    assert len(stuck.got) == 200


async def test_any_number_that_failed_before_keep_none_from_one_that_was_never_met(
    clinic: Clinic, receiver: Receiver, sending
) -> None:
    """Also for a sender that has just been started."""
    with receiving() as stuck:
        stuck.open.clear()
        hanging = await _many(clinic, 200, stuck.url)
        async with clinic.engine.begin() as db:
            await db.execute(text("update webhook_deliveries set attempts = 1, reason = 'No answer within 10 s.'"))
        await clinic.wants(receiver.url)
        async with sending(timeout_s=60, concurrency=16):
            await until(_holds(stuck, 4))
            await clinic.complete(30)
            await until(all_are(clinic, "delivered", 30))
            assert len(stuck.got) == 4
            stuck.open.set()
            await until(_all_delivered(hanging))


async def test_a_receiver_that_is_away(clinic: Clinic, receiver: Receiver, sending) -> None:
    with receiving() as away:
        pass
    await clinic.wants(away.url)
    await clinic.complete()
    async with sending(never):
        await until(all_are(clinic, "dead", 1))
    (delivery,) = await clinic.deliveries()
    assert (delivery.status, delivery.reason) == (None, "No connection, or a broken one (ConnectError).")


async def test_too_slow(clinic: Clinic, receiver: Receiver, sending) -> None:
    receiver.open.clear()
    await clinic.wants(receiver.url)
    await clinic.complete()
    async with sending(never, timeout_s=0.2):
        await until(all_are(clinic, "dead", 1))
    (delivery,) = await clinic.deliveries()
    assert delivery.reason == "No answer within 0.2 s."


async def test_without_an_address_there_is_nothing_to_try(clinic: Clinic, receiver: Receiver, sending) -> None:
    await clinic.wants(receiver.url)
    await clinic.complete()
    await clinic.wants(None)
    async with sending():
        await until(all_are(clinic, "dead", 1))
    assert receiver.got == []


async def test_both_secrets_sign_after_a_rotation(clinic: Clinic, receiver: Receiver, sending) -> None:
    old = await clinic.wants(receiver.url)
    _, new, _ = await clinic.webhooks.put(clinic.name, Wanted(receiver.url), rotate=True)
    assert new
    await clinic.complete()
    async with sending():
        await until(all_are(clinic, "delivered", 1))
        async with clinic.engine.begin() as db:
            await db.execute(text("update webhooks set previous_until = now()"))
        await clinic.complete()
        await until(all_are(clinic, "delivered", 2))

    first, second = receiver.got
    for secret in (old, new):
        Webhook(secret).verify(first.body, first.headers)
    Webhook(new).verify(second.body, second.headers)
    assert " " not in second.headers["webhook-signature"]


def _program(settings: Settings, log: Path) -> subprocess.Popen[bytes]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SPEECHSCAN_")},
        "SPEECHSCAN_DATABASE_URL": settings.database_url.get_secret_value(),
        "SPEECHSCAN_DATA_DIR": str(settings.data_dir),
        "SPEECHSCAN_WEBHOOK_ALLOW_PRIVATE": '["127.0.0.0/8"]',
        # Nobody asks a proxy.
        "HTTP_PROXY": "http://127.0.0.1:9",
        "ALL_PROXY": "http://127.0.0.1:9",
    }
    with log.open("ab") as out:
        return subprocess.Popen([sys.executable, "-m", "api.webhooks"], cwd=ROOT, env=environment, stderr=out)


async def test_what_a_killed_sender_had_under_way_another_sends(
    clinic: Clinic, receiver: Receiver, settings: Settings, tmp_path: Path
) -> None:
    receiver.open.clear()
    await clinic.wants(receiver.url + "?token=hidden")
    (job_id,) = await clinic.complete()
    log = tmp_path / "sender.log"
    killed = _program(settings, log)
    eventually(lambda: receiver.got, timeout_s=120)
    killed.kill()
    killed.wait(60)
    receiver.open.set()
    await hurry(clinic.engine)

    sender = _program(settings, log)
    try:
        await until(all_are(clinic, "delivered", 1), timeout_s=120)
        assert receiver.jobs() == [str(job_id)] * 2
        assert len({got.headers["webhook-id"] for got in receiver.got}) == 1
        # An event reaches an idle sender by notification.
        await clinic.complete()
        await until(all_are(clinic, "delivered", 2))
    finally:
        sender.send_signal(signal.SIGTERM)
        assert sender.wait(60) == 0
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line["event"] for line in lines] == ["delivered"] * 2
    assert "hidden" not in log.read_text()
    assert psycopg_url(settings) not in log.read_text()


def _holds(receiver: Receiver, count: int):
    async def check() -> bool:
        return len(receiver.got) >= count

    return check


def _delivered(clinic: Clinic, count: int):
    async def check() -> bool:
        return (await clinic.states()).count("delivered") == count

    return check


def _all_delivered(clinics: list[Clinic]):
    async def check() -> bool:
        async with clinics[0].engine.connect() as db:
            owners = set(await db.scalars(text("select owner from webhook_deliveries where state = 'delivered'")))
        return owners >= {clinic.name for clinic in clinics}

    return check


async def _is(clinic: Clinic, *, status: int) -> bool:
    return [delivery.status for delivery in await clinic.deliveries()] == [status]


def _dead(clinic: Clinic, count: int):
    async def check() -> bool:
        return (await clinic.states()).count("dead") == count

    return check


@pytest.mark.parametrize("events", [(Event.FAILED,), (Event.COMPLETED, Event.CANCELLED)])
async def test_only_the_events_that_are_wanted(clinic: Clinic, receiver: Receiver, sending, events) -> None:
    await clinic.wants(receiver.url, events=events)
    await clinic.complete()
    await clinic.submit()
    (lease,) = await clinic.queue.claim("test", 1, alone=True)
    await clinic.queue.fail(lease, code="too_short", detail="Too short.", stages_ms={})
    (job_id,) = await clinic.submit()
    await clinic.jobs.cancel(clinic.name, job_id)

    async with sending():
        await until(all_are(clinic, "delivered", len(events)))

    assert {got.document["type"] for got in receiver.got} == set(events)

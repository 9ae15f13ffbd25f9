"""Secrets in the database: sealed, renewed under another key, and what happens without the right one."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from standardwebhooks import Webhook

from speechscan.db.webhooks import Resealed, WebhookRepository
from speechscan.domain.webhook import Wanted
from speechscan.seal import Seal
from tests.integration.webhooks.conftest import SEAL, Clinic, at_once, hurry, never, until
from tests.webhook_receiver import Receiver

URL = "https://clinic.example/hook"


async def kept(clinic: Clinic) -> list[str]:
    """All that the table says, as a dump has it."""
    async with clinic.engine.connect() as db:
        return list(await db.scalars(text("select webhooks::text from webhooks")))


async def in_clear(clinic: Clinic, secret: str) -> None:
    """As rows were before secrets were sealed."""
    async with clinic.engine.begin() as db:
        await db.execute(text("update webhooks set secret = :secret"), {"secret": secret})


async def delivered(clinic: Clinic) -> bool:
    return await clinic.states() == ["delivered"]


async def waits_for_the_key(clinic: Clinic) -> bool:
    return [(d.state, "key" in (d.reason or "")) for d in await clinic.deliveries()] == [("pending", True)]


async def test_no_secret_stands_in_the_database(clinic: Clinic) -> None:
    old = await clinic.wants(URL)
    _, new, _ = await clinic.webhooks.put(clinic.name, Wanted(URL), rotate=True)

    shown = "".join(await kept(clinic))

    assert "whsec_" not in shown
    assert not any((secret or "").removeprefix("whsec_") in shown for secret in (old, new))


async def test_what_was_in_clear_is_sealed_when_a_sender_starts_and_signs_as_before(
    clinic: Clinic, receiver: Receiver, sending
) -> None:
    await clinic.wants(receiver.url)
    secret = "whsec_b2xkIHNlY3JldA=="
    await in_clear(clinic, secret)
    await clinic.complete()

    async with sending():
        await until(lambda: delivered(clinic))

    (got,) = receiver.got
    Webhook(secret).verify(got.body, got.headers)
    assert secret not in "".join(await kept(clinic))


async def test_with_the_wrong_key_deliveries_wait_and_with_the_right_one_they_go(
    clinic: Clinic, receiver: Receiver, sending
) -> None:
    """Even one that is too old for any other try."""
    secret = await clinic.wants(receiver.url)
    await clinic.complete()

    async with sending(never, seal=Seal("wrong")):
        await until(lambda: waits_for_the_key(clinic))
    assert receiver.got == []
    assert [one.attempts for one in await clinic.deliveries()] == [0]
    await hurry(clinic.engine)
    async with sending(never):
        await until(lambda: delivered(clinic))

    (got,) = receiver.got
    Webhook(secret).verify(got.body, got.headers)


async def test_a_secret_that_no_key_opens_holds_up_nobody_elses(clinic: Clinic, receiver: Receiver, sending) -> None:
    lab = Clinic(clinic.engine, "lab")
    await clinic.wants(receiver.url)
    await in_clear(clinic, Seal("lost").close("whsec_b2xkIHNlY3JldA=="))
    await clinic.complete()
    await lab.wants(receiver.url)
    his = await lab.complete()

    async with sending():
        await until(lambda: delivered(lab))
        await until(lambda: waits_for_the_key(clinic))
    assert receiver.jobs() == [str(job_id) for job_id in his]


async def test_after_a_lost_key_a_new_secret_mends_it(clinic: Clinic, receiver: Receiver, sending) -> None:
    await clinic.wants(receiver.url)
    await clinic.complete()
    found = Seal("found")
    _, new, _ = await WebhookRepository(clinic.engine, found).put(clinic.name, Wanted(receiver.url), rotate=True)

    async with sending(at_once, seal=found):
        await until(lambda: delivered(clinic))

    (got,) = receiver.got
    Webhook(new or "").verify(got.body, got.headers)


async def test_the_key_is_changed_in_three_steps(clinic: Clinic, receiver: Receiver, sending) -> None:
    lab, new = Clinic(clinic.engine, "lab"), Seal("new")
    secret = await clinic.wants(receiver.url)
    await lab.wants(URL)
    between = WebhookRepository(clinic.engine, Seal("new", "development-only"))

    assert await WebhookRepository(clinic.engine, new).reseal() == Resealed(0, unreadable=2)
    assert await between.reseal() == Resealed(2, unreadable=0)
    assert await between.reseal() == Resealed(0, unreadable=0)
    await clinic.complete()
    async with sending(seal=new):
        await until(lambda: delivered(clinic))

    (got,) = receiver.got
    Webhook(secret).verify(got.body, got.headers)
    assert await clinic.webhooks.reseal() == Resealed(0, unreadable=2)


async def test_a_secret_that_signs_no_more_is_forgotten(clinic: Clinic) -> None:
    await clinic.wants(URL)
    await clinic.webhooks.put(clinic.name, Wanted(URL), rotate=True)
    await clinic.webhooks.reseal()
    assert await _previous(clinic)
    async with clinic.engine.begin() as db:
        await db.execute(text("update webhooks set previous_until = now()"))
    await clinic.webhooks.reseal()
    assert not await _previous(clinic)


async def _previous(clinic: Clinic) -> bool:
    async with clinic.engine.connect() as db:
        return bool(await db.scalar(text("select previous_secret is not null from webhooks")))


@pytest.mark.parametrize("name", ["secret", "previous_secret"])
async def test_both_secrets_are_renewed(clinic: Clinic, name: str) -> None:
    await clinic.wants(URL)
    await clinic.webhooks.put(clinic.name, Wanted(URL), rotate=True)
    new = Seal("new", "development-only")
    await WebhookRepository(clinic.engine, new).reseal()
    async with clinic.engine.connect() as db:
        sealed = await db.scalar(text(f"select {name} from webhooks"))  # noqa: S608 - one of two
    assert sealed is not None
    assert (new.is_present(sealed), SEAL.open(sealed)) == (True, None)

"""What is written when a job ends, in whichever way; what senders claim; what an erasure leaves."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress

import pytest
from sqlalchemy import text

from speechscan.db.deliveries import DeliveryRepository
from speechscan.db.outbox import Outbox
from speechscan.db.queue import Finished
from speechscan.db.room import Known
from speechscan.domain.webhook import Event, Standing
from speechscan.errors import Conflict, NotFound
from tests.integration.api.conftest import a_result
from tests.integration.webhooks.conftest import SEAL, Clinic, room

URL = "https://clinic.example/hook"


async def events(clinic: Clinic) -> list[str]:
    return [delivery.event for delivery in await clinic.deliveries()]


async def end_in_every_way(clinic: Clinic) -> list[str]:
    """What should be told, in order."""
    await clinic.complete()
    await clinic.submit()
    (lease,) = await clinic.queue.claim("test", 1, alone=True)
    await clinic.queue.fail(lease, code="too_short", detail="Too short.", stages_ms={})
    await clinic.submit()
    (lease,) = await clinic.queue.claim("test", 1, alone=True)
    await clinic.queue.retry_later(lease, delay_s=0, code="x", detail="x")
    await clinic.submit()
    await clinic.queue.claim("test", 1, alone=True)
    async with clinic.engine.begin() as db:
        await db.execute(text("update jobs set lease_deadline = now() - interval '1 s' where state = 'running'"))
    await clinic.queue.reap()
    (job_id,) = await clinic.submit()
    await clinic.jobs.cancel(clinic.name, job_id)
    return [Event.COMPLETED, Event.FAILED, Event.FAILED, Event.FAILED, Event.CANCELLED]


async def test_every_way_to_end_is_told_once(clinic: Clinic) -> None:
    await clinic.wants(URL)

    expected = await end_in_every_way(clinic)

    assert await events(clinic) == expected
    assert {(d.state, d.attempts) for d in await clinic.deliveries()} == {("pending", 0)}


async def test_nothing_is_written_for_whoever_wants_nothing(clinic: Clinic) -> None:
    await Clinic(clinic.engine, "lab").wants(URL)
    await end_in_every_way(clinic)
    assert await clinic.deliveries() == []

    await clinic.wants(URL, events=(Event.FAILED,))
    await end_in_every_way(clinic)
    assert await events(clinic) == [Event.FAILED] * 3

    await clinic.wants(None)
    await clinic.complete()
    assert len(await clinic.deliveries()) == 3


async def test_work_that_is_given_back_tells_nothing(clinic: Clinic) -> None:
    await clinic.wants(URL)
    await clinic.submit()
    await clinic.queue.release(await clinic.queue.claim("test", 1, alone=True))
    assert await clinic.deliveries() == []


async def test_a_job_may_name_an_address_of_its_own(clinic: Clinic) -> None:
    await clinic.wants(None)
    own = "https://other.example:8443/job?token=t"
    await clinic.complete(webhook_url=own)

    (attempt,) = await Outbox(clinic.engine, SEAL, hold_s=60).claim(room(10))

    assert (attempt.url, attempt.host) == (own, "other.example:8443")


async def test_cancelling_while_it_ends_tells_what_it_became(clinic: Clinic) -> None:
    await clinic.wants(URL)
    made = await clinic.submit(30)
    leases = await clinic.queue.claim("test", 30, alone=True)

    async def cancel(job_id) -> None:
        with suppress(Conflict):
            await clinic.jobs.cancel(clinic.name, job_id)

    async def complete(lease) -> None:
        await clinic.queue.complete([Finished(lease, a_result(), {})])

    await asyncio.gather(*[work for lease in leases for work in (complete(lease), cancel(lease.job_id))])

    told = {delivery.job_id: delivery.event for delivery in await clinic.deliveries()}
    assert len(await clinic.deliveries()) == len(made)
    assert told == {job_id: f"job.{(await clinic.jobs.get(clinic.name, job_id)).state}" for job_id in made}


async def test_a_webhook_that_goes_meanwhile_fails_no_job(clinic: Clinic) -> None:
    for _ in range(20):
        await clinic.wants(URL)
        await clinic.submit()
        leases = await clinic.queue.claim("test", 1, alone=True)
        done, _ = await asyncio.gather(
            clinic.queue.complete([Finished(lease, a_result(), {}) for lease in leases]),
            clinic.webhooks.remove(clinic.name),
        )
        assert len(done) == 1
        assert await clinic.deliveries() == []


async def test_erasing_a_job_erases_what_its_deliveries_hold(clinic: Clinic) -> None:
    await clinic.wants(URL)
    gone, kept = await clinic.complete(2, webhook_url="https://other.example/?patient=7")

    await clinic.jobs.erase(clinic.name, gone)

    assert [delivery.job_id for delivery in await clinic.deliveries()] == [kept]
    async with clinic.engine.connect() as db:
        urls = dict((await db.execute(text("select id, webhook_url is not null from jobs"))).tuples().all())
    assert urls == {gone: False, kept: True}


async def test_claims_are_exclusive_and_come_again_when_nobody_ends_them(clinic: Clinic) -> None:
    await clinic.wants(URL)
    await clinic.complete(12)
    outbox = Outbox(clinic.engine, SEAL, hold_s=60)

    at_once = await asyncio.gather(*[outbox.claim(room(4)) for _ in range(12)])
    taken = [attempt for some in at_once for attempt in some]
    while more := await outbox.claim(room(4)):
        taken += more
    assert len({attempt.id for attempt in taken}) == len(taken) == 12

    async with clinic.engine.begin() as db:
        await db.execute(text("update webhook_deliveries set not_before = now()"))
    (again,) = await outbox.claim(room(1))
    (first,) = [attempt for attempt in taken if attempt.id == again.id]
    assert (first.number, again.number) == (1, 2)
    # Whoever was taken over says nothing any more.
    await outbox.bury(first, status=None, reason="late")
    assert {delivery.state for delivery in await clinic.deliveries()} == {"pending"}
    await outbox.delivered(again, 204)
    assert [d.id for d in await clinic.deliveries() if d.state == "delivered"] == [again.id]


async def test_each_receiver_has_its_places_and_those_that_fail_come_last(clinic: Clinic) -> None:
    lab = Clinic(clinic.engine, "lab")
    await clinic.wants(URL)
    await lab.wants(URL)
    await clinic.complete(9)
    await lab.complete(3)
    await clinic.complete(3, webhook_url="https://other.example/")
    outbox = Outbox(clinic.engine, SEAL, hold_s=60)

    hers, others, his = ("clinic", ""), ("clinic", "other.example"), ("lab", "")
    known = {hers: Known(2, Standing.FAILING), others: Known(0, Standing.NEW)}
    first = await outbox.claim(room(4, 2, receivers=known))
    assert sorted(attempt.receiver for attempt in first) == [hers, hers, his, his]
    (last,) = await outbox.claim(room(1, 2, receivers=known))
    assert last.receiver == his


async def test_those_that_answered_go_first_and_the_others_have_their_shares(clinic: Clinic) -> None:
    names = ["answers", "fails", "fails too", "new", "new too"]
    receivers = {}
    for name in names:
        one = Clinic(clinic.engine, name)
        await one.wants(URL)
        await one.complete(3)
        receivers[name, ""] = Known(3, Standing.FAILING if "fails" in name else Standing.NEW)
    receivers["answers", ""] = Known(3, Standing.ANSWERS)
    outbox = Outbox(clinic.engine, SEAL, hold_s=60)

    async def claimed(**limits: int) -> Counter[str]:
        got = await outbox.claim(room(20, receivers=receivers, **limits))
        async with clinic.engine.begin() as db:
            await db.execute(text("update webhook_deliveries set not_before = created_at"))
        return Counter(attempt.owner for attempt in got)

    assert (await claimed()).total() == 15
    few = await claimed(not_answering=4, failing=1)
    # Those that were never met use their share up before those that failed.
    assert (few["answers"], few["new"] + few["new too"], few["fails"] + few["fails too"]) == (3, 4, 0)
    some = await claimed(not_answering=8, failing=1)
    assert (some["new"], some["new too"], some["fails"] + some["fails too"]) == (3, 3, 1)
    assert await claimed(not_answering=0) == {"answers": 3}


async def test_no_caller_has_more_than_its_places_however_many_hosts_it_names(clinic: Clinic) -> None:
    lab = Clinic(clinic.engine, "lab")
    await clinic.wants(None)
    await lab.wants(URL)
    for n in range(12):
        await clinic.complete(webhook_url=f"https://host{n}.example/")
    await lab.complete()
    outbox = Outbox(clinic.engine, SEAL, hold_s=60)

    first = await outbox.claim(room(8, of_owner=3))
    assert Counter(attempt.owner for attempt in first) == {"clinic": 3, "lab": 1}
    assert await outbox.claim(room(8, of_owner=3, owners={"clinic": 0})) == []
    assert len(await outbox.claim(room(8, of_owner=3, owners={"clinic": 2}))) == 2


async def test_a_sender_that_starts_can_know_who_answered_and_who_failed(clinic: Clinic) -> None:
    outbox = Outbox(clinic.engine, SEAL, hold_s=60)
    for name in ("answers", "fails", "new"):
        await Clinic(clinic.engine, name).wants(URL)
        await Clinic(clinic.engine, name).complete(2)
    attempts = {attempt.owner: attempt for attempt in await outbox.claim(room(9, 1))}
    assert await outbox.standings() == {}
    await outbox.delivered(attempts["answers"], 204)
    await outbox.retry(attempts["fails"], delay_s=60, status=500, reason="The receiver answered 500.")

    assert await outbox.standings() == {("answers", ""): Standing.ANSWERS, ("fails", ""): Standing.FAILING}


async def test_gone_ends_what_waits_for_that_address_and_nothing_else(clinic: Clinic) -> None:
    await clinic.wants(URL)
    gone, other = "https://other.example/gone", "https://other.example/here"
    made = [await clinic.complete(2, webhook_url=gone), await clinic.complete(1, webhook_url=other)]
    made.append(await clinic.complete())
    outbox = Outbox(clinic.engine, SEAL, hold_s=60)
    (attempt,) = await outbox.claim(room(1, 1, receivers={("clinic", ""): Known(0, Standing.NEW)}))

    assert await outbox.gone(attempt, status=410, reason="Gone.")

    states = {delivery.job_id: delivery.state for delivery in await clinic.deliveries()}
    assert [{states[job_id] for job_id in jobs} for jobs in made] == [{"dead"}, {"pending"}, {"pending"}]
    assert [d.status for d in await clinic.deliveries() if d.id == attempt.id] == [410]
    assert (await clinic.webhooks.get(clinic.name)).disabled_at is None


async def test_gone_from_an_address_that_is_no_longer_the_owners_changes_nothing(clinic: Clinic) -> None:
    await clinic.wants(URL)
    await clinic.complete(2)
    outbox = Outbox(clinic.engine, SEAL, hold_s=60)
    (attempt,) = await outbox.claim(room(1))
    await clinic.wants("https://clinic.example/new")

    assert not await outbox.gone(attempt, status=410, reason="Gone.")

    assert await clinic.states() == ["pending", "pending"]
    assert (await clinic.webhooks.get(clinic.name)).disabled_at is None


async def test_resending_is_for_the_owner_and_for_what_has_ended(clinic: Clinic) -> None:
    await clinic.wants(URL)
    await clinic.complete()
    outbox, repository = Outbox(clinic.engine, SEAL, hold_s=60), DeliveryRepository(clinic.engine)
    (attempt,) = await outbox.claim(room(1, 1))

    with pytest.raises(Conflict, match="pending already"):
        await repository.resend("clinic", attempt.id)
    await outbox.bury(attempt, status=500, reason="The receiver answered 500.")
    with pytest.raises(NotFound):
        await repository.resend("lab", attempt.id)
    again = await repository.resend("clinic", attempt.id)

    assert (again.state, again.attempts, again.ended_at) == ("pending", 0, None)
    (second,) = await outbox.claim(room(1, 1))
    assert (second.id, second.number) == (attempt.id, 1)
    await outbox.bury(second, status=500, reason="The receiver answered 500.")
    assert await repository.resend_dead("lab") == 0
    assert await repository.resend_dead(ids=(attempt.id,)) == 1


async def test_many_for_one_receiver_keep_none_from_another(clinic: Clinic) -> None:
    """By the plan, not by the clock: of 5,000 due deliveries the claim reads as many as there are places."""
    await clinic.wants(URL)
    lab = Clinic(clinic.engine, "lab")
    await lab.wants(URL)
    (job_id,) = await clinic.complete()
    async with clinic.engine.begin() as db:
        await db.execute(
            text(
                "insert into webhook_deliveries (id, owner, host, job_id, event) "
                "select gen_random_uuid(), 'clinic', '', :job, 'job.completed' from generate_series(1, 5000)"
            ),
            {"job": job_id},
        )
    (his,) = await lab.complete()
    claimed = await Outbox(clinic.engine, SEAL, hold_s=60).claim(
        room(8, receivers={("clinic", ""): Known(1, Standing.FAILING)})
    )
    assert [attempt.owner for attempt in claimed].count("clinic") == 1
    assert his in [attempt.job_id for attempt in claimed]

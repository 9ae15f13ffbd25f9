"""Long polls: woken by PostgreSQL, bounded by `wait`, and right without the notification."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text

from tests.integration.api.conftest import Api, post, until

LISTENERS = "select pid from pg_stat_activity where application_name = 'speechscan-api-listen'"


def waiting(api: Api) -> int:
    return sum(len(events) for events in api.services.ended._waiting.values())


async def start_waiting(api: Api, job_id: str, seconds: float = 30) -> asyncio.Task:
    already = waiting(api)
    task = asyncio.create_task(api.client.get(f"/v1/jobs/{job_id}", params={"wait": seconds}))
    await until(lambda: waiting(api) > already)
    return task


async def test_the_end_itself_wakes_who_waits(api, worker):
    api.services.ended._fallback_poll_s = 60
    await api.services.ended.listening.wait()
    job_id = (await post(api)).json()["id"]
    task = await start_waiting(api, job_id)
    await worker.complete_all()
    async with asyncio.timeout(25):  # unwoken, it would find the end after its 30 s
        assert (await task).json()["state"] == "completed"


async def test_many_wait_on_one_connection(api, worker, engine):
    await api.services.ended.listening.wait()
    job_ids = [(await post(api)).json()["id"] for _ in range(3)]
    tasks = [await start_waiting(api, job_id) for job_id in job_ids for _ in range(10)]

    async with engine.connect() as db:
        assert len((await db.execute(text(LISTENERS + " and datname = current_database()"))).all()) == 1
    await worker.complete_all()

    assert {(await task).json()["state"] for task in tasks} == {"completed"}
    assert waiting(api) == 0


async def test_cancel_and_delete_wake_too(api):
    await api.services.ended.listening.wait()
    for end in ("cancel", "delete"):
        job_id = (await post(api)).json()["id"]
        task = await start_waiting(api, job_id)
        if end == "cancel":
            await api.client.post(f"/v1/jobs/{job_id}/cancel")
        else:
            await api.client.delete(f"/v1/jobs/{job_id}")
        assert (await task).json()["state"] in {"cancelled", "deleted"}


async def test_gives_up_after_wait(api):
    job_id = (await post(api)).json()["id"]
    begun = time.perf_counter()

    answer = await api.client.get(f"/v1/jobs/{job_id}", params={"wait": 0.2})

    assert time.perf_counter() - begun >= 0.2
    assert (answer.json()["state"], answer.headers["retry-after"]) == ("queued", "1")


async def test_ended_job_answers_at_once(api, worker):
    job_id = (await post(api)).json()["id"]
    await worker.complete_all()

    async with asyncio.timeout(25):
        assert (await api.client.get(f"/v1/jobs/{job_id}?wait=30")).json()["state"] == "completed"


async def test_lost_notification_only_delays(api, worker, engine):
    """The end of the job goes unannounced, as if the listening connection had been away."""
    api.services.ended._fallback_poll_s = 0.1
    await api.services.ended.listening.wait()
    job_id = (await post(api)).json()["id"]
    task = await start_waiting(api, job_id)
    async with engine.begin() as db:
        await db.execute(text("update jobs set state = 'cancelled'"))

    assert (await task).json()["state"] == "cancelled"


def once(event: asyncio.Event, act: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    async def acting() -> None:
        await event.wait()
        await act()

    return acting


@pytest.mark.parametrize("ends", ["while away", "after"])
async def test_listens_again_after_the_connection_was_cut(api, worker, engine, monkeypatch, ends):
    ended, may_connect = api.services.ended, asyncio.Event()
    monkeypatch.setattr("api.ended._RECONNECT_S", 0.01)
    monkeypatch.setattr(ended, "_listen_once", once(may_connect, ended._listen_once))
    ended._fallback_poll_s = 60
    await ended.listening.wait()
    job_id = (await post(api)).json()["id"]
    task = await start_waiting(api, job_id)

    cut = f"select pg_terminate_backend(pid) from ({LISTENERS} and datname = current_database()) as listener"  # noqa: S608 - constants
    async with engine.connect() as db:
        await db.execute(text(cut))
    await until(lambda: not ended.listening.is_set())
    if ends == "while away":
        await worker.complete_all()
        assert not ended.listening.is_set()
    may_connect.set()
    await until(ended.listening.is_set)
    if ends == "after":
        # After the waiter was woken by the new connection, and has found nothing.
        await api.client.get(f"/v1/jobs/{job_id}")
        await worker.complete_all()

    async with asyncio.timeout(25):
        assert (await task).json()["state"] == "completed"


async def test_stop_ends_all_waiting(api):
    job_id = (await post(api)).json()["id"]
    task = await start_waiting(api, job_id)

    api.services.ended.stop()

    async with asyncio.timeout(25):
        assert (await task).json()["state"] == "queued"


@pytest.mark.parametrize("wait", ["-1", "30.1", "nan", "inf", "soon"])
async def test_bad_wait(api, wait):
    job_id = (await post(api)).json()["id"]
    answer = await api.client.get(f"/v1/jobs/{job_id}", params={"wait": wait})

    assert answer.status_code == 422
    assert "query.wait" in answer.json()["detail"]

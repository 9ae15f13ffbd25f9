"""A part is away: nothing is promised, nothing is left behind."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import text

from speechscan.db.jobs import JobRepository
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.errors import Unavailable
from speechscan.storage import MemoryStore
from tests.integration.api.conftest import post, rows, serving, until


async def test_without_a_model_nothing_is_taken_in(anonymous, make_key, engine):
    anonymous.client.headers.update(await make_key("clinic"))

    async def never():
        pytest.fail("the body was read")
        yield b""

    answer = await anonymous.client.post("/v1/jobs", content=never())

    assert answer.status_code == 503
    assert answer.json()["code"] == "model_not_ready"
    assert int(answer.headers["retry-after"]) > 0
    assert await rows(engine) == []


async def test_model_that_was_ready_too_long_ago(api, engine):
    async with engine.begin() as db:
        await db.execute(text("update model_heartbeats set ready_at = now() - interval '61 seconds'"))

    assert (await post(api)).json()["code"] == "model_not_ready"


async def test_store_away(api, engine):
    api.store.away = True

    answer = await post(api)

    assert answer.status_code == 503
    assert answer.json()["code"] == "unavailable"
    assert answer.headers["retry-after"] == "5"
    assert await rows(engine) == []


async def test_failed_insert_leaves_no_object(api, engine, monkeypatch):
    monkeypatch.setattr("api.submission._SETTLED_AFTER_S", 0.0)
    async with engine.begin() as db:
        await db.execute(text("alter table jobs add constraint nothing check (false) not valid"))

    answer = await post(api)

    assert answer.status_code == 500
    assert answer.json()["code"] == "internal_error"
    await until(lambda: not api.store.objects)


async def test_lost_commit_answer_keeps_a_committed_job(api, engine, monkeypatch):
    """The row is there, but the answer of the commit is lost: the recording must stay, and a repeat finds the job."""
    monkeypatch.setattr("api.submission._SETTLED_AFTER_S", 0.0)
    really_submit = JobRepository.submit

    async def submit_and_lose(self, new):
        await really_submit(self, new)
        raise Unavailable("database", "The connection to the database was lost.")

    monkeypatch.setattr(JobRepository, "submit", submit_and_lose)
    assert (await post(api, Idempotency_Key="k")).status_code == 503
    await until(lambda: not api.services.leftovers.pending)
    assert len(api.store.objects) == len(await rows(engine)) == 1

    again = await post(api, Idempotency_Key="k")
    assert again.headers["idempotent-replayed"] == "true"


async def test_leftover_is_cleared_when_the_store_is_back(settings, model_ready, make_key, engine, monkeypatch):
    monkeypatch.setattr("api.submission._SETTLED_AFTER_S", 0.0)
    monkeypatch.setattr("api.leftovers._RETRY_S", 0.01)

    class Flaky(MemoryStore):
        """Goes away in the moment after an object was put."""

        def put(self, key, data, content_type=""):
            super().put(key, data)
            self.away = True
            self.check()

    async with serving(settings, Flaky()) as api:
        assert (await post(api, **await make_key("clinic"))).status_code == 503
        assert len(api.store.objects) == 1
        api.store.away = False
        await until(lambda: not api.store.objects)


async def test_connections_cut_while_idle_are_replaced_unseen(api, settings, postgres, monkeypatch):
    monkeypatch.setattr("speechscan.db.engine._TRUSTED_S", 0.0)
    assert (await api.client.get("/v1/jobs")).status_code == 200

    name = settings.database_url.get_secret_value().rpartition("/")[2]
    with psycopg.connect(f"{postgres}/postgres", autocommit=True) as db:
        db.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])

    assert (await api.client.get("/v1/jobs")).status_code == 200
    assert (await post(api)).status_code == 202


async def test_database_away(api, settings, postgres):
    name = settings.database_url.get_secret_value().rpartition("/")[2]
    with psycopg.connect(f"{postgres}/postgres", autocommit=True) as db:
        db.execute(f"alter database {name} allow_connections false")
        db.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])
    try:
        answer = await post(api)
        listing = await api.client.get("/v1/jobs")
        metrics = await api.client.get("/metrics")
    finally:
        with psycopg.connect(f"{postgres}/postgres", autocommit=True) as db:
            db.execute(f"alter database {name} allow_connections true")

    for problem in (answer, listing):
        assert problem.status_code == 503
        assert problem.json()["code"] == "unavailable"
        assert problem.json()["disclaimer"] == DISCLAIMER
        assert problem.headers["retry-after"]
    assert "speechscan_database_up 0.0" in metrics.text
    assert (await post(api)).status_code == 202

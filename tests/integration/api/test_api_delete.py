"""DELETE /v1/jobs/{id}: what is called erased is erased."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import text

from speechscan.storage import canonical_key
from tests.integration.api.conftest import post, rows, until


async def test_recording_result_and_subject_are_gone(api, worker, engine):
    job_id = (await post(api, Speechscan_Subject="p", Speechscan_Task="word")).json()["id"]
    await worker.complete_all()
    api.store.put(canonical_key(UUID(job_id)), b"flac")
    (await post(api)).raise_for_status()  # another job, which stays

    once = await api.client.delete(f"/v1/jobs/{job_id}")
    twice = await api.client.delete(f"/v1/jobs/{job_id}")

    for answer in (once, twice, await api.client.get(f"/v1/jobs/{job_id}")):
        assert answer.status_code == 200
        job = answer.json()
        assert (job["state"], job["result"], job["error"]) == ("deleted", None, None)
        assert (job["user_hash"], job["task"], job["sha256"], job["timings"]["stages_ms"]) == (None, None, None, {})
        assert job["links"]["delete"] is None
    assert len(api.store.objects) == 1
    async with engine.connect() as db:
        assert await db.scalar(text("select count(*) from results")) == 0


async def test_store_away_claims_nothing_and_a_repeat_finishes(api, worker):
    job_id = (await post(api)).json()["id"]
    await worker.complete_all()
    api.store.away = True

    refused = await api.client.delete(f"/v1/jobs/{job_id}")

    assert refused.status_code == 503
    assert (await api.client.get(f"/v1/jobs/{job_id}")).json()["state"] == "completed"
    api.store.away = False
    assert (await api.client.delete(f"/v1/jobs/{job_id}")).json()["state"] == "deleted"
    assert api.store.objects == {}


async def test_running_job_is_stopped_first(api, worker):
    job_id = (await post(api)).json()["id"]
    leases = await worker.start()
    api.store.away = True
    assert (await api.client.delete(f"/v1/jobs/{job_id}")).status_code == 503

    # The work was stopped although the erasure could not go on.
    assert await worker.complete(leases) == set()
    assert (await api.client.get(f"/v1/jobs/{job_id}")).json()["state"] == "cancelled"


@pytest.fixture
def settings(settings, request):
    return settings.model_copy(update={"lease_s": getattr(request, "param", 0.2)})


async def test_what_a_worker_stores_late_goes_too(api, worker, engine):
    job_id = (await post(api)).json()["id"]
    await worker.start()

    assert (await api.client.delete(f"/v1/jobs/{job_id}")).json()["state"] == "deleted"
    api.store.put(canonical_key(UUID(job_id)), b"flac")

    await until(lambda: not api.store.objects)
    assert [tuple(r) for r in await rows(engine, "state")] == [("deleted",)]


@pytest.mark.parametrize("settings", [30], indirect=True)
@pytest.mark.parametrize(("ended_ago", "looks"), [("0 s", 1), ("1 hour", 0)])
async def test_what_a_worker_stores_late_is_looked_for_if_the_job_was_cancelled_just_before(
    api, worker, engine, ended_ago, looks
):
    job_id = (await post(api)).json()["id"]
    await worker.start()
    (await api.client.post(f"/v1/jobs/{job_id}/cancel")).raise_for_status()
    async with engine.begin() as db:
        await db.execute(text("update jobs set finished_at = now() - cast(:ago as interval)"), {"ago": ended_ago})

    assert (await api.client.delete(f"/v1/jobs/{job_id}")).json()["state"] == "deleted"
    assert api.services.leftovers.pending == looks

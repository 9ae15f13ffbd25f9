"""Reading and cancelling a job."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import text

from speechscan.domain.disclaimer import DISCLAIMER
from tests.integration.api.conftest import post


async def test_completed_job_has_its_result(api, worker):
    job_id = (await post(api)).json()["id"]
    await worker.complete_all()

    answer = await api.client.get(f"/v1/jobs/{job_id}")

    assert answer.status_code == 200
    assert "retry-after" not in answer.headers
    job = answer.json()
    assert (job["state"], job["attempts"], job["error"]) == ("completed", 1, None)
    timings = job["timings"]
    assert timings["queued_at"] <= timings["started_at"] <= timings["finished_at"]
    assert timings["queued_at"].endswith("Z")
    assert timings["stages_ms"] == {"validate": 30.5, "store": 4.0, "score": 9.5, "record": 2.0}
    path = f"/v1/jobs/{job_id}"
    links = {"self": path, "wait": None, "cancel": None, "delete": path, "outcome": f"{path}/outcome"}
    assert job["links"] == links
    assert (job["outcome"], job["trace_id"]) == (None, None)
    assert job["result"] == {
        "status": "dysarthric",
        "probability": 0.9,
        "confidence": 0.8,
        "clarity_score": None,
        "f0_hz": 110.0,
        "pitch": {"band": "low", "low_below_hz": 120.0, "high_from_hz": 190.0},
        "familiar": True,
        "acoustic_notes": ["The model finds signs that are typical of dysarthria."],
        "notes": [{"name": "finding-dysarthric", "figures": {}}],
        "measurements": {"f0_hz": 110.0},
        "unmeasured": {"clarity_score": "This model version does not measure it."},
        "unmeasured_notes": {},
        "quality": {
            "duration_s": 4,
            "peak_dbfs": -3.0,
            "clipping": 0.0,
            "speech_s": 3.5,
            "snr_db": None,
            "level_dbfs": None,
            "bandwidth_hz": None,
            "dc_offset": None,
            "silence": None,
        },
        "model": {"name": "speechscan", "version": "1"},
        "timings": timings,
        "disclaimer": DISCLAIMER,
    }


async def test_a_result_of_a_newer_worker_is_read_all_the_same(api, worker, engine):
    job_id = (await post(api)).json()["id"]
    await worker.complete_all()
    before = (await api.client.get(f"/v1/jobs/{job_id}")).json()
    async with engine.begin() as db:
        await db.execute(text("update results set document = document || '{\"of_tomorrow\": 1}'"))

    assert (await api.client.get(f"/v1/jobs/{job_id}")).json() == before


async def test_failed_job_says_why(api, worker):
    job_id = (await post(api, b"")).json()["id"]
    await worker.fail_all("empty", "The file is empty. Record again.")

    job = (await api.client.get(f"/v1/jobs/{job_id}")).json()

    assert (job["state"], job["result"]) == ("failed", None)
    assert job["error"] == {"code": "empty", "detail": "The file is empty. Record again."}


async def test_running_job(api, worker):
    job_id = (await post(api)).json()["id"]
    await worker.start()

    answer = await api.client.get(f"/v1/jobs/{job_id}")

    assert (answer.json()["state"], answer.json()["attempts"]) == ("running", 1)
    assert answer.headers["retry-after"] == "1"


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/jobs/{}"), ("POST", "/v1/jobs/{}/cancel"), ("DELETE", "/v1/jobs/{}")]
)
async def test_anothers_job_is_not_there(api, make_key, method, path):
    job_id = (await post(api)).json()["id"]
    other = await make_key("other")

    theirs = await api.client.request(method, path.format(job_id), headers=other)
    nobodys = await api.client.request(method, path.format(uuid4()), headers=other)

    assert theirs.status_code == nobodys.status_code == 404
    for answer in (theirs, nobodys):
        assert answer.json()["code"] == "not_found"
    assert theirs.json()["detail"] == nobodys.json()["detail"]
    assert (await api.client.get(f"/v1/jobs/{job_id}")).json()["state"] == "queued"
    assert (await api.client.get("/v1/jobs", headers=other)).json()["jobs"] == []


async def test_keys_of_one_name_share_their_jobs(api, make_key):
    job_id = (await post(api)).json()["id"]

    assert (await api.client.get(f"/v1/jobs/{job_id}", headers=await make_key("clinic"))).status_code == 200


async def test_cancel(api, worker):
    waiting = (await post(api)).json()["id"]
    once = await api.client.post(f"/v1/jobs/{waiting}/cancel")
    twice = await api.client.post(f"/v1/jobs/{waiting}/cancel")

    assert once.status_code == twice.status_code == 200
    assert once.json()["state"] == twice.json()["state"] == "cancelled"
    assert once.json() == twice.json()
    assert await worker.complete_all() == set()


async def test_cancelled_running_job_drops_its_result(api, worker):
    job_id = (await post(api)).json()["id"]
    leases = await worker.start()
    await api.client.post(f"/v1/jobs/{job_id}/cancel")

    assert await worker.complete(leases) == set()
    job = (await api.client.get(f"/v1/jobs/{job_id}")).json()
    assert (job["state"], job["result"]) == ("cancelled", None)


async def test_ended_job_cannot_be_cancelled(api, worker):
    job_id = (await post(api)).json()["id"]
    await worker.complete_all()

    answer = await api.client.post(f"/v1/jobs/{job_id}/cancel")

    assert answer.status_code == 409
    assert answer.json()["code"] == "conflict"
    assert "completed already" in answer.json()["detail"]

"""GET /v1/jobs: pages and filters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from speechscan.domain.disclaimer import DISCLAIMER
from tests.integration.api.conftest import post, wav


async def listed(api, **query):
    answer = await api.client.get("/v1/jobs", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.json()["disclaimer"] == DISCLAIMER
    return answer.json()


async def test_pages_hold_each_job_once_newest_first(api):
    made = [(await post(api, wav(n))).json()["id"] for n in range(5)]

    seen, query = [], {"limit": 2}
    while True:
        page = await listed(api, **query)
        seen += [job["id"] for job in page["jobs"]]
        # A job that comes in meanwhile belongs to no later page.
        await post(api, wav(9))
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]

    assert seen == made[::-1]


async def test_last_page_that_is_full(api):
    for n in range(2):
        await post(api, wav(n))

    assert (await listed(api, limit=2))["next_cursor"] is None


async def test_filter_by_state(api, worker):
    completed = (await post(api, wav(1))).json()["id"]
    await worker.complete_all()
    cancelled = (await post(api, wav(2))).json()["id"]
    await api.client.post(f"/v1/jobs/{cancelled}/cancel")
    queued = (await post(api, wav(3))).json()["id"]

    async def ids(*states):
        return [job["id"] for job in (await listed(api, state=list(states)))["jobs"]]

    assert await ids("completed") == [completed]
    assert await ids("queued", "cancelled") == [queued, cancelled]
    assert await ids("failed") == []
    assert await ids() == [queued, cancelled, completed]


async def test_filter_by_verdict(api, worker):
    completed = (await post(api, wav(1))).json()["id"]
    await worker.complete_all()
    await post(api, wav(2))

    async def ids(*verdicts):
        return [job["id"] for job in (await listed(api, verdict=list(verdicts)))["jobs"]]

    assert await ids("dysarthric") == [completed]
    assert await ids("healthy", "dysarthric") == [completed]
    assert await ids("healthy", "inconclusive") == []


async def test_filter_by_task(api):
    await post(api, wav(0))
    vowel = (await post(api, wav(1), Speechscan_Task="sustained_vowel_a")).json()["id"]
    word = (await post(api, wav(2), Speechscan_Task="word")).json()["id"]

    async def ids(*tasks):
        return [job["id"] for job in (await listed(api, task=list(tasks)))["jobs"]]

    assert await ids("sustained_vowel_a") == [vowel]
    assert await ids("sustained_vowel_a", "word") == [word, vowel]
    assert await ids("letter") == []


async def test_filter_by_time(api):
    first, second = [(await post(api, wav(n))).json() for n in range(2)]
    moment = second["timings"]["queued_at"]

    assert [j["id"] for j in (await listed(api, created_from=moment))["jobs"]] == [second["id"]]
    assert [j["id"] for j in (await listed(api, created_before=moment))["jobs"]] == [first["id"]]
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    assert (await listed(api, created_from=later))["jobs"] == []


async def test_filter_by_person(api):
    await post(api, wav(0))
    hers = (await post(api, wav(1), Speechscan_Subject="p-1")).json()
    await post(api, wav(2), Speechscan_Subject="p-2")

    by_hash = await listed(api, user_hash=hers["user_hash"])
    by_subject = (await api.client.get("/v1/jobs", headers={"Speechscan-Subject": "p-1"})).json()

    assert [j["id"] for j in by_hash["jobs"]] == [j["id"] for j in by_subject["jobs"]] == [hers["id"]]


@pytest.mark.parametrize(
    "query",
    [
        {"state": "done"},
        {"verdict": "ill"},
        {"task": "song"},
        {"limit": "0"},
        {"limit": "101"},
        {"created_from": "2026-01-01T00:00:00"},
        {"created_from": "yesterday"},
        {"user_hash": "p-1"},
        {"cursor": "xyz"},
        {"cursor": "x" * 500},
        {"cursor": "ü"},
        {"page": "2"},
    ],
)
async def test_bad_query(api, query):
    answer = await api.client.get("/v1/jobs", params=query)

    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_request"
    (name,) = query
    assert name in answer.json()["detail"]


async def test_problem_does_not_repeat_what_was_sent(api):
    answer = await api.client.get("/v1/jobs", params={"user_hash": "Jane-Doe", "state": "Jane-Doe"})

    assert answer.status_code == 422
    assert "Jane-Doe" not in answer.text


async def test_subject_and_hash_together(api):
    answer = await api.client.get("/v1/jobs", params={"user_hash": "0" * 64}, headers={"Speechscan-Subject": "p"})

    assert answer.status_code == 422
    assert "not by both" in answer.json()["detail"]

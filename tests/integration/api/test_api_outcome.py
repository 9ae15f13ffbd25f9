"""Outcomes: what was confirmed later, by whom, and what became of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import structlog
from sqlalchemy import text

from speechscan.db.keys import KeyRepository
from speechscan.domain.disclaimer import DISCLAIMER
from tests.integration.api.conftest import post

HEALTHY = {"label": "healthy"}
ILL = {"label": "dysarthric"}


async def screened(api, worker) -> str:
    job_id = (await post(api)).json()["id"]
    await worker.complete_all()
    return str(job_id)


async def confirm(api, job_id, document, **more):
    return await api.client.post(f"/v1/jobs/{job_id}/outcome", json=document, **more)


async def outcome_rows(engine) -> int:
    async with engine.connect() as db:
        return await db.scalar(text("select count(*) from outcomes"))


async def test_outcome_stands_in_the_job_and_says_who_and_when(api, worker, engine):
    job_id = await screened(api, worker)
    sent = {
        **HEALTHY,
        "task": "sustained_vowel_a",
        "note": "Examined twice.\nNo findings.",
        "confirmed_at": "2026-11-20T10:00:00+02:00",
    }

    answer = await confirm(api, job_id, sent)

    assert answer.status_code == 201
    told = answer.json()
    assert (told["job_id"], told["history"], told["disclaimer"]) == (job_id, [told["current"]], DISCLAIMER)
    current = told["current"]
    assert current | sent == current | {"confirmed_at": "2026-11-20T10:00:00+02:00"}
    assert current["confirmed_at"] == "2026-11-20T08:00:00Z"
    (key,) = await KeyRepository(engine).list()
    assert (current["recorded_by"], current["key_id"]) == ("clinic", str(key.id))
    job = (await api.client.get(f"/v1/jobs/{job_id}")).json()
    assert job["outcome"] == current
    assert job["links"]["outcome"] == f"/v1/jobs/{job_id}/outcome"
    assert (await api.client.get(job["links"]["outcome"])).json() == told
    (listed,) = (await api.client.get("/v1/jobs")).json()["jobs"]
    assert listed["outcome"] == current


async def test_a_correction_counts_and_the_history_keeps_what_was_said(api, worker):
    job_id = await screened(api, worker)
    await confirm(api, job_id, HEALTHY)

    corrected = await confirm(api, job_id, ILL)

    assert corrected.status_code == 201
    assert [one["label"] for one in corrected.json()["history"]] == ["dysarthric", "healthy"]
    assert (await api.client.get(f"/v1/jobs/{job_id}")).json()["outcome"]["label"] == "dysarthric"


async def test_the_same_again_writes_nothing(api, worker, engine):
    job_id = await screened(api, worker)
    sent = {**ILL, "confirmed_at": "2026-11-20T08:00:00Z"}
    first = await confirm(api, job_id, sent)

    again = [await confirm(api, job_id, sent), await confirm(api, job_id, ILL)]

    assert [(one.status_code, one.json()) for one in again] == [(200, first.json())] * 2
    assert await outcome_rows(engine) == 1
    # Another note says something new.
    assert (await confirm(api, job_id, {**ILL, "note": "A second opinion."})).status_code == 201


@pytest.mark.parametrize(("sent", "kept"), [({}, "word"), ({"task": "sentence"}, "sentence")])
async def test_an_outcome_without_a_task_takes_the_jobs(api, worker, sent, kept):
    job_id = (await post(api, Speechscan_Task="word")).json()["id"]
    await worker.complete_all()

    first = await confirm(api, job_id, {**ILL, **sent})
    again = await confirm(api, job_id, {**ILL, **sent})

    assert (first.status_code, first.json()["current"]["task"]) == (201, kept)
    assert again.status_code == 200


async def test_a_key_that_may_only_annotate(api, worker, make_key, engine):
    job_id = await screened(api, worker)
    annotator = await make_key("clinic", "annotate")

    answer = await confirm(api, job_id, HEALTHY, headers=annotator)

    assert answer.status_code == 201
    assert (await api.client.get(f"/v1/jobs/{job_id}", headers=annotator)).status_code == 403
    keys = {str(key.id): key.scopes for key in await KeyRepository(engine).list()}
    assert keys[answer.json()["current"]["key_id"]] == {"annotate"}


async def test_somebody_elses_job_is_not_found(api, worker, make_key, engine):
    job_id = await screened(api, worker)
    stranger = await make_key("other-clinic")

    for answer in (
        await confirm(api, job_id, ILL, headers=stranger),
        await api.client.get(f"/v1/jobs/{job_id}/outcome", headers=stranger),
        await confirm(api, UUID(int=1), ILL),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert await outcome_rows(engine) == 0


async def test_only_a_completed_job_can_have_one(api, worker):
    waiting = (await post(api)).json()
    assert waiting["links"]["outcome"] is None

    refused = await confirm(api, waiting["id"], ILL)

    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert "queued" in refused.json()["detail"]
    await worker.complete_all()
    assert (await confirm(api, waiting["id"], ILL)).status_code == 201


async def test_erasing_a_job_erases_its_outcomes(api, worker, engine):
    job_id = await screened(api, worker)
    await confirm(api, job_id, {**ILL, "note": "health data"})
    await confirm(api, job_id, HEALTHY)

    erased = (await api.client.delete(f"/v1/jobs/{job_id}")).json()

    assert (erased["outcome"], erased["links"]["outcome"]) == (None, None)
    assert await outcome_rows(engine) == 0
    refused = await confirm(api, job_id, ILL)
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert (await api.client.get(f"/v1/jobs/{job_id}/outcome")).json()["history"] == []


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({}, "body.label"),
        ({"label": "inconclusive"}, "body.label"),
        ({**ILL, "severity": "mild"}, "body.severity"),
        ({**ILL, "note": ""}, "body.note"),
        ({**ILL, "note": "n" * 501}, "body.note"),
        ({**ILL, "note": "nul \0"}, "body.note"),
        ({**ILL, "task": "Aah!"}, "body.task"),
        ({**ILL, "confirmed_at": "2026-11-20T08:00:00"}, "body.confirmed_at"),
        ({**ILL, "confirmed_at": "0001-01-01T00:00:00+14:00"}, "body.confirmed_at"),
        ({**ILL, "confirmed_at": "1899-12-31T23:59:59Z"}, "body.confirmed_at"),
        ({**ILL, "confirmed_at": (datetime.now(UTC) + timedelta(days=1)).isoformat()}, "body.confirmed_at"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_name_and_not_repeated(api, worker, engine, document, field):
    job_id = await screened(api, worker)

    answer = await confirm(api, job_id, document)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert "mild" not in answer.text
    assert await outcome_rows(engine) == 0


@pytest.mark.parametrize(
    "body", [b"", b"label=healthy", b'{"label": "healthy", "note": "\\ud800"}', b'{"label": "healthy"', b"\xff"]
)
async def test_what_is_no_json_is_refused(api, worker, body):
    job_id = await screened(api, worker)

    answer = await api.client.post(f"/v1/jobs/{job_id}/outcome", content=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_a_body_without_end_is_not_read_to_its_end(api, worker):
    job_id = await screened(api, worker)
    sent = 0

    async def endless():
        nonlocal sent
        while True:
            sent += 4096
            yield b" " * 4096

    answer = await api.client.post(f"/v1/jobs/{job_id}/outcome", content=endless())

    assert answer.status_code == 422
    assert sent <= 5 * 4096


async def test_no_label_and_no_note_is_logged(api, worker):
    job_id = await screened(api, worker)

    with structlog.testing.capture_logs() as lines:
        await confirm(api, job_id, {**ILL, "note": "of frau mustermann"})

    assert [line["job_id"] for line in lines if line["event"] == "outcome recorded"] == [job_id]
    assert not [line for line in lines if "mustermann" in str(line) or "dysarthric" in str(line)]

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from jsonschema import ValidationError
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from api.v1.examples import COMPLETED as EXAMPLE
from api.v1.models import JobOut
from api.webhooks import message
from speechscan.domain.job import Job, JobState
from speechscan.domain.webhook import Attempt, Event
from tests.openapi.promised import present
from tests.openapi.validity import event_validator, validator

OLD, NEW = "whsec_b2xkIHNlY3JldA==", "whsec_bmV3IHNlY3JldA=="


def attempt(*secrets: str) -> Attempt:
    return Attempt(
        id=UUID(int=1),
        claim=UUID(int=2),
        owner="clinic",
        host="",
        job_id=UUID(int=3),
        event=Event.COMPLETED,
        number=1,
        age_s=0.0,
        happened_at=datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
        url="https://clinic.example/?token=t",
        secrets=secrets,
    )


def test_the_body_says_what_ended_and_not_what_was_found():
    told = json.loads(message.body(attempt(NEW), None))

    assert told == {
        "type": "job.completed",
        "timestamp": "2026-11-20T08:30:00Z",
        "data": {
            "id": str(UUID(int=3)),
            "state": "completed",
            "links": {"self": f"/v1/jobs/{UUID(int=3)}"},
        },
    }


def ended(event: Event) -> Job:
    """The job of `attempt`, as the database has it."""
    result = {k: v for k, v in EXAMPLE["result"].items() if k not in ("timings", "disclaimer")}
    return Job(
        id=UUID(int=3),
        owner="clinic",
        state=JobState(event.removeprefix("job.")),
        format="wav",
        size_bytes=9,
        sha256=None,
        user_hash=None,
        failed_attempts=0,
        created_at=datetime(2026, 11, 20, 8, 29, tzinfo=UTC),
        started_at=datetime(2026, 11, 20, 8, 29, 30, 5000, tzinfo=UTC),
        finished_at=datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
        error_code="too_short" if event is Event.FAILED else None,
        error_detail="Too short." if event is Event.FAILED else None,
        stages_ms={"score": 1e-5},
        result=result if event is Event.COMPLETED else None,
    )


@pytest.mark.parametrize("event", Event)
def test_what_is_sent_is_what_the_document_says(event):
    document = present()
    one = replace(attempt(NEW, OLD), event=event)
    job = ended(event)
    bare, whole = (message.body(one, told) for told in (None, job))

    for text in (bare, whole):
        event_validator(document, event).validate(json.loads(text))
        sent = message.headers(one, text, datetime.now(UTC))
        for header in document["webhooks"][event]["post"]["parameters"]:
            # A number comes as its digits.
            value = sent[header["name"]]
            value = int(value) if header["schema"]["type"] == "integer" else value
            validator(document, header["schema"]).validate(value)
    other = next(one for one in Event if one is not event)
    with pytest.raises(ValidationError):
        event_validator(document, other).validate(json.loads(bare))

    assert "result" not in json.loads(bare)["data"]
    assert json.loads(whole)["data"]["result"] == JobOut.of(job, "").model_dump(mode="json")["result"]


@pytest.mark.parametrize("microsecond", [0, 1, 120_000, 999_999])
def test_the_body_has_the_same_bytes_as_ever(microsecond):
    """Receivers check a signature over them, and the event of an old delivery may be sent again."""
    zone = timezone(timedelta(hours=2))
    at = datetime(2026, 11, 20, 10, 30, 5, microsecond, tzinfo=zone)
    fraction = f".{microsecond:06d}" if microsecond else ""
    job_id = UUID(int=3)

    assert message.body(replace(attempt(NEW), happened_at=at), None) == (
        f'{{"type":"job.completed","timestamp":"2026-11-20T08:30:05{fraction}Z",'
        f'"data":{{"id":"{job_id}","state":"completed","links":{{"self":"/v1/jobs/{job_id}"}}}}}}'
    )
    failed = message.body(replace(attempt(NEW), event=Event.FAILED), ended(Event.FAILED))
    assert failed.endswith(f'"links":{{"self":"/v1/jobs/{job_id}"}},"result":null}}}}')
    assert '"stages_ms":{"score":1e-05}' in message.body(attempt(NEW), ended(Event.COMPLETED))


@pytest.mark.parametrize("secret", [OLD, NEW])
def test_both_secrets_verify_after_a_rotation(secret):
    one = attempt(NEW, OLD)
    text = message.body(one, None)
    headers = message.headers(one, text, datetime.now(UTC))

    assert headers["webhook-id"] == str(UUID(int=1))
    assert Webhook(secret).verify(text, dict(headers)) == json.loads(text)


def test_another_secret_another_body_and_another_time_do_not_verify():
    one = attempt(NEW)
    text = message.body(one, None)
    headers = dict(message.headers(one, text, datetime.now(UTC)))
    late = dict(message.headers(one, text, datetime.now(UTC) - timedelta(minutes=6)))

    for secret, body, sent in (
        (OLD, text, headers),
        (NEW, text.replace("completed", "failed"), headers),
        (NEW, text, late),
    ):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(body, sent)


def test_neither_secret_nor_url_is_in_what_a_log_would_show():
    shown = repr(attempt(NEW, OLD))

    assert not any(hidden in shown for hidden in ("whsec", "token", "clinic.example"))

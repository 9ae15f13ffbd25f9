from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from api.webhooks import message
from speechscan.domain.webhook import Attempt, Event

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

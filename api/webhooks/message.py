"""What a receiver gets: a body that is the same at every attempt, signed as Standard Webhooks says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from standardwebhooks import Webhook

from api.webhooks import event
from speechscan import __version__
from speechscan.domain.job import Job
from speechscan.domain.webhook import Attempt


def body(attempt: Attempt, job: Job | None) -> str:
    """job: where its result is to be told too"""
    return json.dumps(event.document(attempt, job), separators=(",", ":"))


def headers(attempt: Attempt, text: str, now: datetime) -> Mapping[str, str]:
    """now: of the attempt; receivers refuse what is older than five minutes"""
    told = str(attempt.id)
    signatures = [Webhook(secret).sign(told, now, text) for secret in attempt.secrets]
    return {
        "content-type": "application/json",
        "user-agent": f"SpeechScan/{__version__}",
        "webhook-id": told,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }

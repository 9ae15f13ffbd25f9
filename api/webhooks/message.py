"""What a receiver gets: a body that is the same at every attempt, signed as Standard Webhooks says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from standardwebhooks import Webhook

from api.v1.models import JobOut
from speechscan import __version__
from speechscan.domain.job import Job
from speechscan.domain.webhook import Attempt


def body(attempt: Attempt, job: Job | None) -> str:
    """job: where its result is to be told too"""
    data: dict[str, Any] = {
        "id": str(attempt.job_id),
        "state": attempt.event.removeprefix("job."),
        # Below the address of the API, as in its answers.
        "links": {"self": f"/v1/jobs/{attempt.job_id}"},
    }
    if job is not None:
        data["result"] = JobOut.of(job, "").model_dump(mode="json", include={"result"})["result"]
    happened_at = attempt.happened_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return json.dumps({"type": attempt.event, "timestamp": happened_at, "data": data}, separators=(",", ":"))


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

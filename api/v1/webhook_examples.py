"""Examples of webhooks for the OpenAPI document. A test holds them to the models."""

from __future__ import annotations

from typing import Any

from api.v1 import examples
from speechscan.domain.disclaimer import DISCLAIMER

WANTED: dict[str, Any] = {"url": "https://clinic.example/speechscan", "events": ["job.completed", "job.failed"]}

WEBHOOK: dict[str, Any] = {
    **WANTED,
    "include_result": False,
    "secret": "whsec_bm90IGEgc2VjcmV0LCBqdXN0IGFuIGV4YW1wbGUgISE=",
    "created_at": "2026-11-20T08:00:00Z",
    "changed_at": "2026-11-20T08:00:00Z",
    "disabled_at": None,
    "disclaimer": DISCLAIMER,
}

_JOB = "/v1/jobs/6f1f7a0e-98a6-4a3e-8c3e-9b0f3f1f2a10"
ID = "0b8f3a52-7d6c-4a8f-9f57-2f6f1f0c9d11"

DEAD: dict[str, Any] = {
    "id": ID,
    "job_id": _JOB.rpartition("/")[2],
    "event": "job.completed",
    "state": "dead",
    "attempts": 19,
    "created_at": "2026-11-20T08:00:00Z",
    "next_attempt_at": None,
    "ended_at": "2026-11-21T07:12:40Z",
    "status": 503,
    "reason": "The receiver answered 503.",
    "links": {"job": _JOB, "resend": f"/v1/webhook/deliveries/{ID}/resend"},
    "disclaimer": DISCLAIMER,
}

# Of the first attempt, s.
TIMESTAMP = 1795163402


def _event(state: str, **told: Any) -> dict[str, Any]:
    return {
        "type": f"job.{state}",
        "timestamp": "2026-11-20T08:30:00Z",
        "data": {"id": _JOB.rpartition("/")[2], "state": state, "links": {"self": _JOB}, **told},
    }


COMPLETED = _event("completed")
COMPLETED_WITH_RESULT = _event("completed", result=examples.COMPLETED["result"])
FAILED = _event("failed")
FAILED_WITH_RESULT = _event("failed", result=None)
CANCELLED = _event("cancelled")
# Of COMPLETED, with the secret above.
SIGNATURE = "v1,m3OCun3l7Xu40DRTee1g6O4mi57VXOqLInaFRyeDWIo="

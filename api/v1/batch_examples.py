"""Examples of uploads and batches for the OpenAPI document. Invented values; a test holds them to the models."""

from __future__ import annotations

from typing import Any

from api.v1 import examples
from speechscan.domain.disclaimer import DISCLAIMER

_ID = "3d1b0f0c-5f6e-4a57-9a35-7c2f8a1d4e90"
_PATH = f"/v1/batches/{_ID}"
_JOB = examples.COMPLETED

FORM: dict[str, Any] = {
    "url": "https://store.clinic.example/speechscan",
    "fields": {
        "key": f"uploads/{_ID}/0/recording",
        "x-amz-algorithm": "AWS4-HMAC-SHA256",
        "x-amz-credential": "ACCESS/20261120/us-east-1/s3/aws4_request",
        "x-amz-date": "20261120T093000Z",
        "policy": "eyJleHBpcmF0aW9uIjog...",
        "x-amz-signature": "e4eb8a28af6092e4fc3a5aef5aebf81159f68f753b7fa5485cfb2887c032bd0b",
    },
    "max_bytes": 10485760,
    "expires_at": "2026-11-20T15:30:00Z",
}
UPLOAD: dict[str, Any] = {"id": _ID, **FORM, "disclaimer": DISCLAIMER}

_COUNTS = {
    "awaiting": 0,
    "queued": 0,
    "running": 0,
    "completed": 0,
    "failed": 0,
    "cancelled": 0,
    "deleted": 0,
    "missing": 0,
    "refused": 0,
}
OPEN: dict[str, Any] = {
    "id": _ID,
    "label": "Ward 3, November",
    "state": "open",
    "counts": {**_COUNTS, "awaiting": 1},
    "created_at": "2026-11-20T09:30:00.120000Z",
    "started_at": None,
    "ended_at": None,
    "links": {
        "self": _PATH,
        "items": f"{_PATH}/items",
        "results": f"{_PATH}/results",
        "start": f"{_PATH}/start",
        "cancel": f"{_PATH}/cancel",
    },
    "disclaimer": DISCLAIMER,
}
MADE: dict[str, Any] = {
    **OPEN,
    "items": [
        {"index": 0, "state": "awaiting", "task": "sustained_vowel_a", "job_id": None, "error": None, "upload": FORM}
    ],
}
ENDED: dict[str, Any] = {
    **OPEN,
    "state": "completed",
    "counts": {**_COUNTS, "completed": 38, "missing": 1, "refused": 1},
    "started_at": "2026-11-20T09:41:12.300000Z",
    "ended_at": "2026-11-20T09:41:14.870000Z",
    "links": {**OPEN["links"], "start": None, "cancel": None},
}
NEW: dict[str, Any] = {
    "label": "Ward 3, November",
    "items": [{"subject": "p-17", "task": "sustained_vowel_a", "size_bytes": 128044}, {}],
}
ITEMS: dict[str, Any] = {
    "items": [
        {"index": 0, "state": "completed", "task": "sustained_vowel_a", "job_id": _JOB["id"], "error": None},
        {
            "index": 1,
            "state": "refused",
            "task": None,
            "job_id": None,
            "error": {"code": "unsupported_format", "detail": "The content is not a known audio format."},
        },
    ],
    "next_cursor": "1",
    "disclaimer": DISCLAIMER,
}
ROW: dict[str, Any] = {**ITEMS["items"][0], "result": _JOB["result"], "disclaimer": DISCLAIMER}

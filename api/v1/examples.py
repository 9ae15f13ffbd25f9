"""Examples for the OpenAPI document. Invented values; a test holds them to the models."""

from __future__ import annotations

import json
from typing import Any

from speechscan.domain.disclaimer import DISCLAIMER

_ID = "5f0c8b1e-3f64-4f0e-9d43-0a4d6c1b7e52"
_PATH = f"/v1/jobs/{_ID}"

_TIMINGS = {
    "queued_at": "2026-11-20T09:30:00.120000Z",
    "started_at": "2026-11-20T09:30:00.131000Z",
    "finished_at": "2026-11-20T09:30:00.188000Z",
    "stages_ms": {"validate": 31.2, "store": 4.1, "score": 9.8, "record": 2.6},
}
_NOT_STARTED = {**_TIMINGS, "started_at": None, "finished_at": None, "stages_ms": {}}

_JOB: dict[str, Any] = {
    "id": _ID,
    "format": "wav",
    "size_bytes": 128044,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "user_hash": None,
    "task": "sustained_vowel_a",
    "disclaimer": DISCLAIMER,
}
_ENDED_LINKS = {"self": _PATH, "wait": None, "cancel": None, "delete": _PATH, "outcome": None}

QUEUED: dict[str, Any] = {
    **_JOB,
    "state": "queued",
    "attempts": 0,
    "timings": _NOT_STARTED,
    "result": None,
    "error": None,
    "outcome": None,
    "trace_id": None,
    "links": {"self": _PATH, "wait": f"{_PATH}?wait=30", "cancel": f"{_PATH}/cancel", "delete": _PATH, "outcome": None},
}

OUTCOME: dict[str, Any] = {
    "label": "healthy",
    "task": "sustained_vowel_a",
    "note": "Examined by a neurologist.",
    "confirmed_at": "2026-11-20T14:00:00Z",
    "recorded_at": "2026-11-20T14:12:30.450000Z",
    "recorded_by": "my-clinic",
    "key_id": "0c7f5b0a-6f0e-4a53-8f5e-2b8f3a3e9d11",
}

OUTCOMES: dict[str, Any] = {
    "job_id": _ID,
    "current": OUTCOME,
    "history": [
        OUTCOME,
        {
            **OUTCOME,
            "label": "dysarthric",
            "note": None,
            "confirmed_at": "2026-11-19T09:00:00Z",
            "recorded_at": "2026-11-19T09:01:12.300000Z",
        },
    ],
    "disclaimer": DISCLAIMER,
}

COMPLETED: dict[str, Any] = {
    **_JOB,
    "state": "completed",
    "attempts": 1,
    "timings": _TIMINGS,
    "result": {
        "status": "healthy",
        "probability": 0.08,
        "confidence": 0.84,
        "clarity_score": 71.3,
        "f0_hz": 118.4,
        "pitch": {"band": "low", "low_below_hz": 120.0, "high_from_hz": 190.0},
        "familiar": True,
        "acoustic_notes": [
            "The model finds no signs that are typical of dysarthria.",
            "The range of the pitch is 0.6 semitones (healthy training speakers: 0.4 to 1.5); "
            "it moved the score towards healthy.",
        ],
        "notes": [
            {"name": "finding-healthy", "figures": {}},
            {
                "name": "moved",
                "figures": {
                    "measurement": "f0_range_semitones",
                    "value": 0.61,
                    "direction": "healthy",
                    "low": 0.41,
                    "high": 1.52,
                },
            },
        ],
        "measurements": {
            "f0_hz": 118.4,
            "f0_range_semitones": 0.61,
            "jitter_local": 0.0041,
            "shimmer_local": 0.032,
            "hnr_db": 21.7,
            "cpps_db": 15.2,
            "clarity_score": 71.3,
        },
        "unmeasured": {"speech_rate": "The clip is a sustained vowel: there are no syllables to count."},
        "unmeasured_notes": {"speech_rate": {"name": "unmeasured-vowel", "figures": {}}},
        "quality": {
            "duration_s": 4.0,
            "peak_dbfs": -3.1,
            "clipping": 0.0,
            "speech_s": 3.7,
            "snr_db": 31.5,
            "level_dbfs": -18.2,
            "bandwidth_hz": 7125.0,
            "dc_offset": 0.0002,
            "silence": 0.05,
        },
        "model": {"name": "speechscan", "version": "1"},
        "timings": _TIMINGS,
        "disclaimer": DISCLAIMER,
    },
    "error": None,
    "outcome": OUTCOME,
    "trace_id": None,
    "links": {**_ENDED_LINKS, "outcome": f"{_PATH}/outcome"},
}

EVENTS = f"id: queued.0\nevent: job\ndata: {json.dumps(QUEUED)}\n\n: still here\n\n"

FAILED: dict[str, Any] = {
    **_JOB,
    "state": "failed",
    "attempts": 1,
    "timings": _TIMINGS,
    "result": None,
    "error": {"code": "too_short", "detail": "The recording has 0.4 s; at least 1 s is needed."},
    "outcome": None,
    "trace_id": None,
    "links": _ENDED_LINKS,
}

_GATE: dict[str, Any] = {
    "outcome": "pass",
    "judged_at": "2026-11-20T08:12:41.530000Z",
    "reasons": [],
    "policy_sha256": "0c5f1f7c6e0f4d1ab4e4f0a2d3c9a8be7d5c6f1e2a3b4c5d6e7f8091a2b3c4d5",
    "references": ["clinic@3:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"],
}

VERSION: dict[str, Any] = {
    "version": "2",
    "digest": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    "cleared": True,
    "bootstrapped": False,
    "champion": True,
    "gate": _GATE,
    "links": {"card": "/v1/models/2/card"},
}

VERSIONS: dict[str, Any] = {"name": "speechscan", "versions": [VERSION], "disclaimer": DISCLAIMER}

SERVED: dict[str, Any] = {
    "name": "speechscan",
    "version": "2",
    "digest": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    "since": "2026-11-20T08:12:43.004000Z",
    "bootstrapped": False,
    "gate": _GATE,
    "card": "# Model card\n\nWhat it was made for, on whose voices, and how often it is wrong.",
    "disclaimer": DISCLAIMER,
}

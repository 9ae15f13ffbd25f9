"""Examples of reports for the OpenAPI document. Invented values; a test holds them to the models."""

from __future__ import annotations

from typing import Any

from speechscan.domain.disclaimer import DISCLAIMER

_RUN = "0b6a2f0e-7a54-4f5c-9a39-7d3b3f1f3a55"


def _report(report_id: str, page: bool) -> dict[str, Any]:
    path = f"/v1/reports/{report_id}"
    return {
        "id": report_id,
        "made_at": "2026-11-20T02:30:41.120000Z",
        "flow_run_id": _RUN,
        "links": {"self": path, "html": f"{path}/html" if page else None},
        "disclaimer": DISCLAIMER,
    }


DRIFT: dict[str, Any] = {
    **_report("8a1c1f1c-30c9-4f0f-8b51-8d7d7a3d2b11", page=True),
    "kind": "drift",
    "outcome": "drift",
    "summary": {
        "window": {"from": "2026-11-13T00:00:00+00:00", "to": "2026-11-20T00:00:00+00:00", "jobs": 412},
        "against": {
            "previous": {
                "outcome": "drift",
                "sentence": "1 of 48 features has drifted: bandwidth_hz.",
                "said": {"name": "drift-one", "figures": {"drifted": 1, "judged": 48, "features": ["bandwidth_hz"]}},
                "compared": 412,
                "jobs": 398,
                "drifted": ["bandwidth_hz"],
                "tasks": {
                    "sustained_vowel_a": {
                        "outcome": "drift",
                        "sentence": "1 of 46 features has drifted: bandwidth_hz.",
                        "compared": 371,
                        "jobs": 362,
                        "drifted": ["bandwidth_hz"],
                    },
                    "word": {
                        "outcome": "too_few",
                        "sentence": "The window has 12 recordings; with fewer than 30 nothing can be told.",
                        "said": {"name": "drift-few-recordings-window", "figures": {"there": 12, "least": 30}},
                        "compared": 12,
                        "jobs": 9,
                        "drifted": [],
                    },
                },
            }
        },
    },
    "model_version": "3",
}

VALIDATION: dict[str, Any] = {
    **_report("c7a7b0de-64be-44d8-9a35-0d7f2ce2a9d0", page=False),
    "kind": "validation",
    "outcome": "passed",
    "summary": {
        "rows": 412,
        "sentence": "All 412 results are sound.",
        "said": {"name": "validation-sound", "figures": {"rows": 412}},
        "failures": [],
    },
    "model_version": None,
}

GATE: dict[str, Any] = {
    **_report("5d0d4a6a-0a0b-5b6e-9a53-4c1b8f6f0e21", page=True),
    "kind": "gate",
    "outcome": "inconclusive",
    "summary": {
        "champion": "3",
        "reasons": ["Accuracy on clinic@1: Too few speakers to tell: about 120 would be needed, there are 34."],
        "reasons_said": [
            {
                "name": "gate-reason-on-set",
                "figures": {
                    "check": "accuracy",
                    "reference": "clinic@1",
                    "reason": {"name": "accuracy-needed", "figures": {"needed": 120, "present": 34}},
                },
            }
        ],
        "checks": {"accuracy on clinic@1": "inconclusive", "phantoms": "pass"},
        "references": ["clinic@1"],
        "policy_sha256": "c" * 64,
    },
    "model_version": "4",
}

REGRESSION: dict[str, Any] = {
    **_report("a3e0b7c2-6f0d-5c7d-8f11-2b9f60a5d7c4", page=True),
    "kind": "regression",
    "outcome": "equal",
    "summary": {
        "sets": [
            {
                "reference": "clinic@1",
                "version": "3",
                "outcome": "equal",
                "sentence": "clinic@1: 68 clips say what they said, probabilities within 3e-08",
                "said": {
                    "name": "regression-equal",
                    "figures": {"reference": "clinic@1", "clips": 68, "largest": 3e-08},
                },
                "accuracy": {"auc": {"value": 0.8, "low": 0.67, "high": 0.92}, "sensitivity": None},
                "missed": [],
                "missed_said": [],
            }
        ]
    },
    "model_version": "3",
}

ALL = [DRIFT, VALIDATION, GATE, REGRESSION]

"""The report as JSON."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import Any

from regression.gate.check import Check
from regression.gate.checks import cost
from regression.gate.report.report import GateReport
from regression.gate.report.rows import rows, unlisted
from speechscan.domain.disclaimer import DISCLAIMER

SCHEMA = 1


def document(report: GateReport) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "id": report.id,
        "outcome": report.outcome,
        "reasons": list(report.reasons),
        "notes": list(report.notes),
        "challenger": asdict(report.challenger),
        "champion": report.champion and asdict(report.champion),
        "references": [asdict(use) for use in report.references],
        "checks": [check_document(check) for check in report.checks],
        "policy": {"sha256": report.policy.sha256, **report.policy.model_dump(mode="json")},
        "seed": report.seed,
        "environment": dict(report.environment),
        "created_at": report.created_at.isoformat(),
        "clips": [row.document() for duel in report.duels for row in rows(duel)],
        "clips_not_listed": [asdict(found) for duel in report.duels if (found := unlisted(duel)).clips],
        "disclaimer": DISCLAIMER,
    }


def check_document(check: Check) -> dict[str, Any]:
    told = {"name": check.name, "reference": check.reference, "outcome": check.outcome, "reasons": list(check.reasons)}
    return {**told, "figures": dict(check.figures)}


def deterministic(report: GateReport) -> dict[str, Any]:
    """Without what no seed fixes: the time of day, the times of the check of cost and the verdicts that follow."""
    told = document(report)
    for name in ("created_at", "outcome", "reasons"):
        del told[name]
    told["checks"] = [check for check in told["checks"] if check["name"] != cost.NAME]
    return told


def as_json(report: GateReport) -> str:
    """What is no number (NaN, infinity) is null."""
    return json.dumps(_finite(document(report)), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(name): _finite(each) for name, each in value.items()}
    return [_finite(each) for each in value] if isinstance(value, list | tuple) else value

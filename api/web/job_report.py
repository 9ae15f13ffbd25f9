"""Everything that the page of a job shows."""

from __future__ import annotations

from typing import Any

from api.auth import Caller
from api.job_events import event_id
from api.model_facts import facts_of_version
from api.services import Services
from api.web.measured import measured, unmeasured
from api.web.reasons import advice, is_refused, moved, reasons
from speechscan.domain.job import Job
from speechscan.domain.ledger import latest_verdicts
from speechscan.domain.model_facts import ModelFacts
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.report import ReportKind, report_id

FAILURES = (
    "empty",
    "unreadable",
    "too_short",
    "too_long",
    "decode_limits",
    "model_refused",
    "recording_missing",
    "scorer_error",
    "internal_error",
    "worker_lost",
)
"""Why jobs fail; each has a text, `failure-...`. Of another the stored sentence is shown, in English."""


async def job_report(services: Services, caller: Caller, job: Job) -> dict[str, Any]:
    """For the template `job.html.j2`."""
    told = None if job.result is None else await _of_result(services, caller, job.result)
    return {"job": job, "mark": event_id(job), "result": job.result, "told": told, "failures": FAILURES}


async def _of_result(services: Services, caller: Caller, result: dict[str, Any]) -> dict[str, Any]:
    facts = await facts_of_version(services, result["model"]["version"])
    gate_report = await _gate_report(services, caller, result["model"]["version"])
    return {**told_of(result, facts, services.settings.quality_gate), "gate_report": gate_report}


def told_of(result: dict[str, Any], facts: ModelFacts | None, gate: QualityGate) -> dict[str, Any]:
    """What is said of a result, without what is said of its model."""
    refused = is_refused(result, gate)
    return {
        "facts": facts,
        "reasons": reasons(result, facts, gate),
        "advice": advice(result, gate),
        "refused": refused,
        # What the model says of such a recording counts for nothing.
        "void": refused or result.get("familiar") is False,
        "moved": moved(result),
        "measured": measured(result, facts),
        "unmeasured": unmeasured(result),
    }


async def _gate_report(services: Services, caller: Caller, version: str) -> str | None:
    """Its page, if the version was judged, the report is still kept, and the caller may read it."""
    if "reports" not in caller.scopes:
        return None
    judged = latest_verdicts(await services.ledger.decisions(services.settings.model_name)).get(version)
    if judged is None or judged.report_key is None:
        return None
    listed = report_id(ReportKind.GATE, judged.report_key)
    return f"/reports/{listed}" if listed in await services.reports.kept([listed]) else None

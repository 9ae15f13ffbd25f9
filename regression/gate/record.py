"""A verdict is written down: report, tags, description, and last the ledger's entry, which lets the version serve."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from registry import cards
from registry.bundle import Bundle
from registry.versions import ModelRegistry
from regression.gate.check import Check
from regression.gate.described import with_verdict
from regression.gate.report import GateReport, keeping
from speechscan.domain.ledger import SAID, Event, GateOutcome, NewEntry
from speechscan.domain.report import Report, ReportKind, report_id
from speechscan.domain.sentence import all_said
from speechscan.ledger import Ledger
from speechscan.storage import ObjectStore
from speechscan.telemetry import logs

_ATTACHED_UNDER = "gate"
_log = logs.get(__name__)


@dataclass(frozen=True)
class Records:
    """Where versions, reports and verdicts are kept. list_report: puts a report among those that people are shown, in
    the place of the one with its id."""

    registry: ModelRegistry
    ledger: Ledger
    objects: ObjectStore
    list_report: Callable[[Report], object]


def record(
    report: GateReport, bundle: Bundle, records: Records, *, actor: str, flow_run_id: UUID | None = None
) -> None:
    """Once or again: after a run that was killed in between, the next one completes it, and a verdict stands in the
    ledger once."""
    number = report.challenger.number
    keeping.store(report, records.objects)
    cards.keep(records.objects, bundle)
    _attach(report, records.registry)
    records.registry.tag(number, tags(report))
    records.registry.describe(number, with_verdict(_description(records.registry, number), report))
    # Before the ledger's entry: with that the question is answered, and nobody would come back to list the report.
    records.list_report(listed(report, flow_run_id))
    entry = _entry(report, records.registry.name, actor, flow_run_id)
    latest = records.ledger.latest_verdicts(records.registry.name).get(number)
    if latest is None or (latest.report_key, latest.outcome) != (entry.report_key, entry.outcome):
        records.ledger.append(entry)


def listed(report: GateReport, flow_run_id: UUID | None = None) -> Report:
    """As `GET /v1/reports` shows it. Its files are those that the ledger's entry names."""
    page = keeping.key(report)
    return Report(
        id=report_id(ReportKind.GATE, page),
        kind=ReportKind.GATE,
        made_at=report.created_at,
        outcome=report.outcome.value,
        summary={
            "champion": report.champion.number if report.champion else None,
            "reasons": [*map(str, report.reasons)],
            "reasons_said": all_said(report.reasons),
            "checks": {_title(check): check.outcome.value for check in report.checks},
            "references": [use.title for use in report.references if use.refused is None],
            "policy_sha256": report.policy.sha256,
        },
        html_key=page,
        json_key=keeping.key(report, keeping.DOCUMENT),
        flow_run_id=flow_run_id,
        model_version=report.challenger.number,
    )


def tags(report: GateReport) -> dict[str, str]:
    """As they stand on the version in MLflow. For people: what counts is the ledger."""
    return {
        "gate": report.outcome.value,
        "gate_report": keeping.key(report),
        "policy": report.policy.sha256,
        "reference": ", ".join(use.title for use in report.references if use.refused is None),
    }


def _attach(report: GateReport, registry: ModelRegistry) -> None:
    with tempfile.TemporaryDirectory(prefix="speechscan-gate-") as scratch:
        folder = Path(scratch) / report.id
        keeping.write(report, folder)
        try:
            registry.attach(report.challenger.number, folder, _ATTACHED_UNDER)
        except LookupError as error:
            # A version that another tool registered has no run; its tag still leads to the report in the store.
            _log.warning("report_not_attached", version=report.challenger.number, reason=str(error))


def _description(registry: ModelRegistry, number: str) -> str:
    found = [version.description for version in registry.versions() if version.number == number]
    if not found:
        raise LookupError(f"there is no version {number}")
    return found[0]


def _title(check: Check) -> str:
    return f"{check.name} on {check.reference}" if check.reference else check.name


def _entry(report: GateReport, model_name: str, actor: str, flow_run_id: UUID | None) -> NewEntry:
    return NewEntry(
        event=Event.GATE,
        actor=actor,
        model_name=model_name,
        version=report.challenger.number,
        digest=report.challenger.digest,
        previous_version=report.champion.number if report.champion else None,
        outcome=GateOutcome(report.outcome.value),
        reasons=report.reasons,
        dataset_sha256=report.challenger.dataset_sha256,
        policy_sha256=report.policy.sha256,
        references=report.used,
        report_key=keeping.key(report),
        flow_run_id=flow_run_id,
        details={
            "champion_digest": report.champion.digest if report.champion else None,
            "seed": report.seed,
            "set_aside": list(report.set_aside),
            SAID: all_said(report.reasons),
        },
    )

"""Decisions about model versions as a page tells them, each with the report that it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from api.auth import Caller
from api.services import Services
from api.web import elsewhere
from speechscan.domain.ledger import Entry
from speechscan.domain.report import ReportKind, report_id


@dataclass(frozen=True, slots=True)
class Decision:
    """run_url: of the flow run that decided, in Prefect. report: its id; actor: who decided. Both only for whoever may
    read reports."""

    entry: Entry
    run_url: str | None
    report: UUID | None = None
    actor: str | None = None


async def decisions_for(services: Services, caller: Caller, entries: Sequence[Entry]) -> list[Decision]:
    """Reports and names are about the service: they need the scope `reports`."""
    runs = {entry.id: elsewhere.flow_run(services.settings, entry.flow_run_id) for entry in entries}
    if "reports" not in caller.scopes:
        return [Decision(entry, runs[entry.id]) for entry in entries]
    named = {entry.id: report_id(ReportKind.GATE, entry.report_key) for entry in entries if entry.report_key}
    kept = await services.reports.kept(named.values())
    return [Decision(entry, runs[entry.id], _if_kept(named.get(entry.id), kept), entry.actor) for entry in entries]


def _if_kept(report: UUID | None, kept: set[UUID]) -> UUID | None:
    return report if report in kept else None

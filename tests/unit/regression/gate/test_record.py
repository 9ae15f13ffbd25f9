"""A verdict is written down once, however often."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import UUID

import pytest

from registry.bundle import Bundle
from registry.versions import MemoryRegistry
from regression.gate.described import with_verdict
from regression.gate.record import Records, record
from regression.gate.report import GateReport, keeping
from speechscan.domain.ledger import Event, GateOutcome
from speechscan.domain.report import Report, ReportKind
from speechscan.errors import Unavailable
from speechscan.ledger import MemoryLedger
from speechscan.storage import MemoryStore
from tests.gate_report import CHALLENGER, FAILED, OPEN, PASSED, report
from tests.scored_clips import duel, logits, people

FEW = people(8)


class Listed(dict[UUID, Report]):
    """As the table of reports: one of an id."""

    def __call__(self, report: Report) -> None:
        self[report.id] = report


@pytest.fixture
def records(shipped: Bundle) -> Records:
    registry = MemoryRegistry("speechscan")
    for _ in range(4):
        registry.register(shipped)
    return Records(registry, MemoryLedger(), MemoryStore(), Listed())


def failed() -> GateReport:
    return report([duel(FEW, logits(FEW), logits(FEW))], [FAILED])


def test_version_store_and_ledger_say_the_same(records: Records, shipped: Bundle) -> None:
    found = failed()
    record(found, shipped, records, actor="the gate")
    version = records.registry.versions()[3]
    assert dict(version.tags) | {
        "gate": "fail",
        "gate_report": keeping.key(found),
        "policy": found.policy.sha256,
        "reference": "made@1",
    } == dict(version.tags)
    assert "It hears the device." in version.description
    (entry,) = records.ledger.history("speechscan")
    assert (entry.event, entry.outcome, entry.version) == (Event.GATE, GateOutcome.FAIL, "4")
    assert entry.digest == CHALLENGER.digest
    assert entry.reasons == found.reasons
    assert entry.references == (f"made@1:{found.references[0].sha256}",)
    assert records.objects.get(entry.report_key or "").startswith(b"<!doctype html>")
    assert not records.ledger.cleared("speechscan", CHALLENGER.digest)


def test_again_is_the_same_as_once(records: Records, shipped: Bundle) -> None:
    record(failed(), shipped, records, actor="the gate")
    before = records.registry.versions()[3]
    record(failed(), shipped, records, actor="the gate")
    assert records.registry.versions()[3] == before
    assert len(records.ledger.history("speechscan")) == 1


def listed(records: Records) -> list[Report]:
    assert isinstance(records.list_report, Listed)
    return list(records.list_report.values())


def test_the_report_is_listed_once_with_the_files_that_the_ledger_names(records: Records, shipped: Bundle) -> None:
    run = UUID(int=7)
    for _ in range(2):
        record(failed(), shipped, records, actor="the gate", flow_run_id=run)
    (found,), (entry,) = listed(records), records.ledger.history("speechscan")
    assert (found.kind, found.outcome, found.model_version) == (ReportKind.GATE, "fail", "4")
    assert (found.html_key, found.flow_run_id) == (entry.report_key, run)
    assert json.loads(records.objects.get(str(found.json_key)))["outcome"] == found.outcome
    assert found.summary["reasons"] == list(entry.reasons)
    assert found.summary["checks"]["behaviour"] == "fail"
    assert found.summary["references"] == ["made@1"]


def test_without_its_report_in_the_list_nothing_stands_in_the_ledger(records: Records, shipped: Bundle) -> None:
    def away(_: Report) -> None:
        raise Unavailable("database", "The database cannot be reached.")

    with pytest.raises(Unavailable):
        record(failed(), shipped, replace(records, list_report=away), actor="the gate")
    assert records.ledger.history("speechscan") == []
    record(failed(), shipped, records, actor="the gate")
    assert len(listed(records)) == len(records.ledger.history("speechscan")) == 1


def test_another_verdict_on_the_version_is_another_entry(records: Records, shipped: Bundle) -> None:
    record(failed(), shipped, records, actor="the gate")
    record(report(checks=[PASSED], id="f" * 16), shipped, records, actor="the gate")
    assert [entry.outcome for entry in records.ledger.history("speechscan")] == [GateOutcome.PASS, GateOutcome.FAIL]
    assert records.ledger.cleared("speechscan", CHALLENGER.digest)
    assert "It hears the device." not in records.registry.versions()[3].description
    assert [report.outcome for report in listed(records)] == ["fail", "pass"]


@pytest.mark.parametrize("calls", range(6))
def test_a_record_that_broke_off_is_completed_by_the_next(records: Records, shipped: Bundle, calls: int) -> None:
    registry = records.registry
    assert isinstance(registry, MemoryRegistry)
    registry.calls_left = calls
    try:
        record(report(checks=[PASSED]), shipped, records, actor="the gate")
    except Unavailable:
        assert not records.ledger.history("speechscan")
    registry.calls_left = None
    record(report(checks=[PASSED]), shipped, records, actor="the gate")
    assert len(records.ledger.history("speechscan")) == len(listed(records)) == 1
    assert registry.versions()[3].tags["gate"] == "pass"


def test_the_card_stays_below_the_verdict_and_an_older_verdict_goes() -> None:
    once = with_verdict("# The card", failed())
    again = with_verdict(once, report(checks=[OPEN]))
    assert again.endswith("# The card")
    assert again.startswith("<!-- gate -->\n**Gate: inconclusive** against version 3")
    assert "device" not in again
    assert again.count("<!-- gate -->") == 1


def test_of_many_reasons_the_description_tells_some() -> None:
    many = report(checks=[FAILED] * 10)
    assert "and 12 more reasons, in the report." in with_verdict("", many)

"""What follows from a list of entries."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from speechscan.domain.ledger import (
    Entry,
    Event,
    GateOutcome,
    as_document,
    champion_at,
    champion_since,
    cleared,
    known_digest,
    latest_verdicts,
    standings,
)

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
PASS, FAIL = GateOutcome.PASS, GateOutcome.FAIL


def entries(*told: tuple[Event, str, str, GateOutcome | None]) -> list[Entry]:
    """One a minute."""
    return [
        Entry(
            id=n, at=NOON + timedelta(minutes=n), event=event, actor="a", model_name="m", version=version,
            digest=digest, outcome=outcome, reasons=(f"reason {n}",),
        )
        for n, (event, version, digest, outcome) in enumerate(told)
    ]  # fmt: skip


STORY = entries(
    (Event.BOOTSTRAP, "1", "a", None),
    (Event.GATE, "2", "b", FAIL),
    (Event.GATE, "2", "b", PASS),
    (Event.APPROVAL, "2", "b", PASS),
    (Event.PROMOTION, "2", "b", None),
    (Event.REFUSAL, "3", "x", None),
    (Event.GATE, "10", "c", FAIL),
    (Event.ROLLBACK, "1", "a", None),
)


@pytest.mark.parametrize(
    ("minutes", "version"), [(-1, None), (0, "1"), (3.9, "1"), (4, "2"), (6.5, "2"), (7, "1"), (999, "1"), (None, "1")]
)
@pytest.mark.parametrize("order", [1, -1])
def test_champion_at(minutes: float | None, version: str | None, order: int) -> None:
    time = None if minutes is None else NOON + timedelta(minutes=minutes)
    found = champion_at(STORY[::order], time)
    assert (found.version if found else None) == version


@pytest.mark.parametrize(("digest", "expected"), [("a", True), ("b", True), ("c", False), ("x", False), ("", False)])
def test_cleared(digest: str, expected: bool) -> None:
    assert cleared(STORY, digest) is expected


@pytest.mark.parametrize(("version", "expected"), [("1", "a"), ("2", "b"), ("3", None), ("10", "c")])
def test_known_digest(version: str, expected: str | None) -> None:
    assert known_digest(STORY, version) == expected


def test_latest_verdicts() -> None:
    assert {version: entry.id for version, entry in latest_verdicts(STORY[::-1]).items()} == {"2": 2, "10": 6}


def test_standings() -> None:
    found: list[tuple[Any, ...]] = [
        (s.version, s.digest, s.gate and s.gate.id, s.bootstrapped, s.cleared, s.champion) for s in standings(STORY)
    ]
    assert found == [
        ("10", "c", 6, False, False, False),
        ("2", "b", 2, False, True, False),
        ("1", "a", None, True, True, True),
    ]


@pytest.mark.parametrize(("version", "minutes"), [("1", 7), ("2", 4), ("3", None), ("10", None)])
def test_champion_since(version: str, minutes: int | None) -> None:
    assert champion_since(STORY, version) == (None if minutes is None else NOON + timedelta(minutes=minutes))


def test_a_document_is_json_with_iso_times() -> None:
    (entry,) = entries((Event.GATE, "2", "b", FAIL))
    told = json.loads(json.dumps(as_document(entry)))
    assert (told["at"], told["outcome"], told["reasons"]) == ("2026-11-25T12:00:00+00:00", "fail", ["reason 0"])
    run = uuid4()
    whole = Entry(**{name: getattr(entry, name) for name in Entry.__dataclass_fields__} | {"flow_run_id": run})
    assert json.loads(json.dumps(as_document(whole)))["flow_run_id"] == str(run)

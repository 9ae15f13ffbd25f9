"""The watcher's looks at the champion, on the in-memory parts. Those at the challenger need Prefect: they are tested on
a real stack."""

from __future__ import annotations

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from flows.promote.asked import Asking
from flows.promote.watcher import Watcher
from registry import bundle
from registry.bundle import SHIPPED
from registry.versions import CHALLENGER, CHAMPION, MemoryRegistry
from regression.gate import policy
from regression.references.index import Index
from speechscan.domain.ledger import Event, NewEntry
from speechscan.ledger import MemoryLedger
from speechscan.storage import MemoryStore
from tests.versions import passed, variant


class Parts:
    def __init__(self, folder: Path) -> None:
        self.registry, self.ledger = MemoryRegistry(), MemoryLedger()
        shipped, self.other = bundle.read(SHIPPED), variant(folder)
        self.registry.register(shipped)
        self.registry.register(self.other)
        self.registry.set_alias(CHAMPION, "1")
        name = self.registry.name
        self.ledger.append(
            NewEntry(event=Event.BOOTSTRAP, actor="test", model_name=name, version="1", digest=shipped.digest)
        )
        asking = Asking(self.registry, self.ledger, Index(MemoryStore()), policy.FILE)
        # Neither Prefect nor the database is asked while there is no challenger that could become champion.
        self.watcher = Watcher(asking, None, None, 2.0)  # type: ignore[arg-type]


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return Parts(tmp_path)


def test_a_champion_set_by_hand_that_has_passed_is_written_down(parts: Parts) -> None:
    passed(parts.ledger, parts.registry.name, "2", parts.other.digest)
    parts.registry.set_alias(CHAMPION, "2")
    parts.watcher.reconcile()
    parts.watcher.reconcile()
    entry = parts.ledger.champion_at(parts.registry.name)
    assert entry is not None
    assert (entry.version, entry.previous_version, entry.actor) == ("2", "1", "MLflow alias")
    assert [e.event for e in parts.ledger.history(parts.registry.name)] == [
        Event.PROMOTION, Event.GATE, Event.BOOTSTRAP,
    ]  # fmt: skip


def test_one_that_has_not_passed_is_told_once_and_its_files_are_fetched_once(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []
    download = parts.registry.download
    monkeypatch.setattr(
        parts.registry, "download", lambda number, folder: (fetched.append(number), download(number, folder))[1]
    )
    parts.registry.set_alias(CHAMPION, "2")
    with capture_logs() as told:
        for _ in range(3):
            parts.watcher.reconcile()
    assert [(line["event"], line["version"], line["log_level"]) for line in told] == [
        ("champion_refused", "2", "error")
    ]
    assert fetched == ["2"]
    # As soon as it passes it is looked at again.
    passed(parts.ledger, parts.registry.name, "2", parts.other.digest)
    parts.watcher.reconcile()
    assert parts.watcher._asking.champion == "2"


def test_no_challenger_and_one_that_is_champion_ask_for_nothing(parts: Parts) -> None:
    parts.watcher.start_promotion()
    parts.registry.set_alias(CHALLENGER, "1")
    parts.watcher.start_promotion()

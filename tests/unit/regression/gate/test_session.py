"""A version of the registry goes through the gate, and everything that should know of it does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from registry.bundle import Bundle
from registry.training.progress import Progress, silent
from registry.versions import CHAMPION, MemoryRegistry
from regression.gate.contender import Contender
from regression.gate.material import Material
from regression.gate.policy import Policy
from regression.gate.record import Records
from regression.gate.report import keeping
from regression.gate.service import Service
from regression.gate.session import BadVersion, fetched, gate_version, materials
from regression.phantoms.cohort import cohort
from regression.phantoms.cohort_folder import write
from regression.references.errors import NoReference
from regression.references.store import ReferenceStore
from regression.scored import Scored
from regression.scoring import score
from speechscan.domain.ledger import GateOutcome
from speechscan.ledger import MemoryLedger
from speechscan.settings import Settings
from speechscan.storage import MemoryStore


@pytest.fixture
def records(shipped: Bundle) -> Records:
    registry = MemoryRegistry("speechscan")
    for _ in range(2):
        registry.register(shipped)
    registry.set_alias(CHAMPION, "1")
    return Records(registry, MemoryLedger(), MemoryStore(), [].append)


class InProcess:
    """The challenger's own scorer, asked in this process since a unit test opens no socket."""

    def __init__(self, contender: Contender, settings: Settings) -> None:
        self._contender, self._gate = contender, settings.quality_gate
        self.batches: list[int] = []

    def score(self, material: Material, batch: int, progress: Progress = silent) -> list[Scored]:
        self.batches.append(batch)
        return score(material.reference, material.sounds, self._contender.scorer, self._gate, progress)


def test_verdict_report_and_ledger_of_a_version(records: Records, tmp_path: Path, rules: Policy) -> None:
    names = list(write(tmp_path, cohort(6, seed=5)))
    reference = ReferenceStore(records.objects).add("clinic", tmp_path)
    small = rules.model_copy(
        update={
            "behaviour": rules.behaviour.model_copy(update={"clips": 2}),
            "served": rules.served.model_copy(update={"clips": 2}),
            "cost": rules.cost.model_copy(update={"clips": 1, "slower": 1e9}),
        }
    )
    asked: list[InProcess] = []

    @contextmanager
    def serve(contender: Contender, settings: Settings) -> Iterator[Service]:
        asked.append(InProcess(contender, settings))
        yield asked[0]

    report = gate_version(Settings(), "2", records, policy=small, actor="somebody", serve=serve)
    assert asked[0].batches == [1, 16]
    assert (report.challenger.number, report.champion and report.champion.number) == ("2", "1")
    assert report.used == (f"clinic@1:{reference.sha256}",)
    (entry,) = records.ledger.history("speechscan")
    assert (entry.outcome, entry.actor, entry.version) == (GateOutcome.INCONCLUSIVE, "somebody", "2")
    assert entry.report_key == keeping.key(report)
    assert records.objects.get(keeping.key(report, keeping.DOCUMENT))
    version = records.registry.versions()[1]
    assert version.tags["gate"] == "inconclusive"
    assert version.tags["reference"] == "clinic@1"
    assert records.registry.resolve(CHAMPION) == "1"
    page = records.objects.get(entry.report_key or "").decode()
    assert not any(name in page for name in names)


def test_a_version_that_is_not_there_or_not_whole_is_a_sentence(records: Records, tmp_path: Path) -> None:
    with pytest.raises(BadVersion, match="has no version 9"):
        gate_version(Settings(), "9", records)

    class Damaged(MemoryRegistry):
        def download(self, number: str, folder: Path) -> Path:
            folder.mkdir(parents=True)
            return folder

    with pytest.raises(BadVersion, match="Version 1 of speechscan cannot be judged: the model version is incomplete"):
        fetched(Damaged("speechscan"), "1", tmp_path)


def test_sets_by_name_or_all_in_use(records: Records) -> None:
    assert materials(ReferenceStore(records.objects), None) == []
    with pytest.raises(NoReference, match="'clinic' does not exist"):
        materials(ReferenceStore(records.objects), ["clinic"])

"""The slot follows the champion, serves only what the ledger clears, and never lets go of the last good model."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bentos.admission import ByLedger, OneVersion, OnlyShipped
from bentos.model_slot import ModelSlot
from registry import bundle
from registry.bundle import SHIPPED, Bundle
from registry.versions import CHAMPION, MemoryRegistry
from speechscan.domain.ledger import Event, NewEntry
from speechscan.ledger import MemoryLedger
from tests.versions import passed, variant, with_a_wrong_golden_score

NAME = "speechscan"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def registry() -> MemoryRegistry:
    return MemoryRegistry(NAME)


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slot(registry: MemoryRegistry, ledger: MemoryLedger, clock: Clock) -> ModelSlot:
    return ModelSlot(registry, ByLedger(registry, ledger, "a test"), clock=clock)


@pytest.fixture
def good(tmp_path: Path) -> Bundle:
    return variant(tmp_path)


@pytest.fixture
def bad(tmp_path: Path) -> Bundle:
    return variant(tmp_path, with_a_wrong_golden_score)


def serving(slot: ModelSlot) -> str | None:
    return slot.loaded.version if slot.loaded else None


def refusals(ledger: MemoryLedger) -> list[tuple[str, tuple[str, ...]]]:
    return [(entry.version, entry.reasons) for entry in ledger.history(NAME) if entry.event is Event.REFUSAL]


def crown(registry: MemoryRegistry, ledger: MemoryLedger, model: Bundle, *, gated: bool = True) -> str:
    """Registers the model and sets the alias on it, as a hand in the MLflow UI does."""
    number = registry.register(model)
    if gated:
        passed(ledger, NAME, number, model.digest)
    registry.set_alias(CHAMPION, number)
    return number


def test_it_is_empty_without_a_champion_and_says_why(slot: ModelSlot, registry: MemoryRegistry, good: Bundle) -> None:
    registry.register(good)
    slot.refresh()
    assert serving(slot) is None
    assert "No version bears the alias" in slot.why_empty
    assert slot.state().version is None


def test_it_loads_the_champion_and_follows_it(
    slot: ModelSlot, registry: MemoryRegistry, ledger: MemoryLedger, good: Bundle
) -> None:
    for _ in range(2):
        number = crown(registry, ledger, good)
        slot.refresh()
        assert serving(slot) == number
        assert (slot.state().version, slot.state().digest) == (number, good.digest)


def test_an_unmoved_champion_is_not_loaded_again(
    slot: ModelSlot, registry: MemoryRegistry, ledger: MemoryLedger, good: Bundle
) -> None:
    crown(registry, ledger, good)
    slot.refresh()
    loaded = slot.loaded
    slot.refresh()
    assert slot.loaded is loaded


def test_registry_or_ledger_away_change_nothing(
    slot: ModelSlot, registry: MemoryRegistry, ledger: MemoryLedger, good: Bundle, tmp_path: Path
) -> None:
    crown(registry, ledger, good)
    slot.refresh()
    registry.away = True
    slot.refresh()
    assert serving(slot) == "1"
    registry.away = False
    crown(registry, ledger, variant(tmp_path))
    ledger.away = True
    slot.refresh()
    assert serving(slot) == "1"
    assert slot.refusal is None


def test_without_the_ledger_nothing_is_loaded_and_it_says_so_and_comes_back(
    slot: ModelSlot, registry: MemoryRegistry, ledger: MemoryLedger, clock: Clock, good: Bundle
) -> None:
    crown(registry, ledger, good)
    ledger.away = True
    slot.refresh()
    assert serving(slot) is None
    assert "database" in slot.why_empty
    ledger.away = False
    clock.now = 2.0
    slot.refresh()
    assert serving(slot) == "1"


def test_a_version_that_has_passed_no_gate_is_refused_once_and_the_last_good_one_serves(
    slot: ModelSlot, registry: MemoryRegistry, ledger: MemoryLedger, clock: Clock, good: Bundle, tmp_path: Path
) -> None:
    crown(registry, ledger, good)
    slot.refresh()
    ungated = variant(tmp_path)
    crown(registry, ledger, ungated, gated=False)
    with capture_logs() as logged:
        for second in range(0, 200, 2):
            clock.now = float(second)
            slot.refresh()
            assert serving(slot) == "1"
    assert [line["log_level"] for line in logged if line["event"] == "version_refused"] == ["error"]
    ((version, (reason,)),) = refusals(ledger)
    assert (version, "passed no gate" in reason) == ("2", True)
    assert (slot.state().refused_version, slot.state().refused_reason) == ("2", reason)


def test_many_processes_leave_one_refusal(
    registry: MemoryRegistry, ledger: MemoryLedger, good: Bundle, tmp_path: Path
) -> None:
    crown(registry, ledger, good)
    crown(registry, ledger, variant(tmp_path), gated=False)
    for process in range(3):
        ModelSlot(registry, ByLedger(registry, ledger, f"process {process}")).refresh()
    assert len(refusals(ledger)) == 1


def test_a_refused_version_serves_as_soon_as_its_gate_has_passed(
    slot: ModelSlot, registry: MemoryRegistry, ledger: MemoryLedger, good: Bundle, tmp_path: Path
) -> None:
    crown(registry, ledger, good)
    slot.refresh()
    later = variant(tmp_path)
    number = crown(registry, ledger, later, gated=False)
    slot.refresh()
    passed(ledger, NAME, number, later.digest)
    slot.refresh()  # the clock stands still: no pause is waited for
    assert serving(slot) == number
    assert slot.state().refused_version is None


def test_a_process_that_starts_with_an_ungated_champion_serves_the_ledgers(
    slot: ModelSlot, registry: MemoryRegistry, ledger: MemoryLedger, good: Bundle, tmp_path: Path
) -> None:
    number = registry.register(good)
    ledger.append(NewEntry(event=Event.BOOTSTRAP, actor="a", model_name=NAME, version=number, digest=good.digest))
    crown(registry, ledger, variant(tmp_path), gated=False)
    slot.refresh()
    assert serving(slot) == number
    assert slot.state().refused_version == "2"


def test_files_that_were_changed_after_the_gate_are_refused(
    slot: ModelSlot, registry: MemoryRegistry, ledger: MemoryLedger, good: Bundle, tmp_path: Path
) -> None:
    crown(registry, ledger, good)
    slot.refresh()
    judged, other = variant(tmp_path), variant(tmp_path)
    crown(registry, ledger, judged)
    # Another model, in itself consistent, under the number and with the tag of the one that has passed.
    registry.files("2")[bundle.METADATA] = (other.folder / bundle.METADATA).read_bytes()
    slot.refresh()
    assert serving(slot) == "1"
    ((version, (reason,)),) = refusals(ledger)
    assert version == "2"
    assert "were changed" in reason


def test_one_changed_byte_is_refused_with_a_reason_that_stays_the_same(
    slot: ModelSlot, registry: MemoryRegistry, ledger: MemoryLedger, clock: Clock, good: Bundle
) -> None:
    crown(registry, ledger, good)
    registry.files("1")[bundle.GRAPH] = registry.files("1")[bundle.GRAPH][:-1] + b"!"
    for second in range(0, 20, 2):
        clock.now = float(second)
        slot.refresh()
    assert serving(slot) is None
    assert refusals(ledger) == [
        ("1", ("Version 1 cannot be served: model.onnx is not the file that the metadata describes.",))
    ]


def test_a_missing_file_names_no_temporary_folder(
    slot: ModelSlot, registry: MemoryRegistry, ledger: MemoryLedger, good: Bundle
) -> None:
    crown(registry, ledger, good)
    del registry.files("1")[bundle.WEIGHTS]
    slot.refresh()
    ((_, (reason,)),) = refusals(ledger)
    assert "weights.npz" in reason
    assert "/" not in reason


def test_a_version_that_fails_its_golden_clip_is_refused_though_gated(
    slot: ModelSlot, registry: MemoryRegistry, ledger: MemoryLedger, good: Bundle, bad: Bundle
) -> None:
    crown(registry, ledger, good)
    slot.refresh()
    crown(registry, ledger, bad)
    slot.refresh()
    assert serving(slot) == "1"
    assert "golden clip" in (slot.state().refused_reason or "")


def test_a_refusal_that_the_ledger_could_not_take_is_written_later(
    slot: ModelSlot, registry: MemoryRegistry, ledger: MemoryLedger, good: Bundle, bad: Bundle
) -> None:
    crown(registry, ledger, good)
    slot.refresh()
    crown(registry, ledger, bad)
    ledger.calls_left = 2  # known digest and clearance
    slot.refresh()
    ledger.calls_left = None
    assert refusals(ledger) == []
    slot.refresh()
    assert len(refusals(ledger)) == 1


def test_a_bad_version_is_tried_again_ever_more_seldom(
    slot: ModelSlot, registry: MemoryRegistry, ledger: MemoryLedger, clock: Clock, good: Bundle, bad: Bundle
) -> None:
    crown(registry, ledger, good)
    slot.refresh()
    crown(registry, ledger, bad)
    downloads = []
    original = registry.download

    def counted(number: str, folder: Path) -> Path:
        downloads.append(clock.now)
        return original(number, folder)

    registry.download = counted  # type: ignore[method-assign]
    for second in range(200):
        clock.now = float(second)
        slot.refresh()
        assert serving(slot) == "1"
    assert downloads == [0, 2, 6, 14, 30, 62, 122, 182]


def test_a_good_version_after_a_bad_one_is_loaded_at_once(
    slot: ModelSlot, registry: MemoryRegistry, ledger: MemoryLedger, good: Bundle, bad: Bundle
) -> None:
    crown(registry, ledger, bad)
    slot.refresh()
    assert serving(slot) is None
    crown(registry, ledger, good)
    slot.refresh()
    assert serving(slot) == "2"
    assert slot.state().refused_version is None


def test_the_old_scorer_is_freed_when_its_last_request_has_ended(
    slot: ModelSlot, registry: MemoryRegistry, ledger: MemoryLedger, good: Bundle
) -> None:
    crown(registry, ledger, good)
    slot.refresh()
    request = slot.loaded
    crown(registry, ledger, good)
    with capture_logs() as logged:
        slot.refresh()
        gc.collect()
        assert [line["event"] for line in logged if line["event"] in ("swapped", "drained")] == ["swapped"]
        del request
        gc.collect()
    assert [(line["event"], line.get("version")) for line in logged if line["event"] == "drained"] == [("drained", "1")]


def test_without_a_database_only_the_shipped_model_is_served(registry: MemoryRegistry, good: Bundle) -> None:
    slot = ModelSlot(registry, OnlyShipped(registry))
    registry.set_alias(CHAMPION, registry.register(bundle.read(SHIPPED)))
    slot.refresh()
    assert serving(slot) == "1"
    registry.set_alias(CHAMPION, registry.register(good))
    slot.refresh()
    assert serving(slot) == "1"
    assert "not the shipped model" in (slot.state().refused_reason or "")


def test_a_pinned_version_is_served_whatever_the_aliases_say(registry: MemoryRegistry, good: Bundle) -> None:
    registry.set_alias(CHAMPION, registry.register(bundle.read(SHIPPED)))
    number = registry.register(good)
    slot = ModelSlot(registry, OneVersion(number))
    slot.refresh()
    registry.delete_alias(CHAMPION)
    slot.refresh()
    assert serving(slot) == number

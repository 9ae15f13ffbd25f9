"""The slot follows the champion and never lets go of the last good model."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bentos.model_slot import ModelSlot
from registry import bundle
from registry.bundle import SHIPPED, Bundle
from registry.versions import CHAMPION, MemoryRegistry


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def registry() -> MemoryRegistry:
    return MemoryRegistry()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slot(registry: MemoryRegistry, clock: Clock) -> ModelSlot:
    return ModelSlot(registry, "speechscan", clock)


@pytest.fixture
def good() -> Bundle:
    return bundle.read(SHIPPED)


@pytest.fixture
def bad(tmp_path: Path) -> Bundle:
    folder = shutil.copytree(SHIPPED, tmp_path / "bad")
    metadata = json.loads((folder / bundle.METADATA).read_text())
    metadata["golden"]["probability"] = 0.0
    (folder / bundle.METADATA).write_text(json.dumps(metadata))
    return bundle.read(folder)


def serving(slot: ModelSlot) -> str | None:
    return slot.scorer.model.version if slot.scorer else None


def test_it_is_empty_without_a_champion(slot: ModelSlot, registry: MemoryRegistry, good: Bundle) -> None:
    registry.register(good)
    slot.refresh()
    assert serving(slot) is None


def test_it_loads_the_champion_and_follows_it(slot: ModelSlot, registry: MemoryRegistry, good: Bundle) -> None:
    for number in (registry.register(good), registry.register(good)):
        registry.set_alias(CHAMPION, number)
        slot.refresh()
        assert serving(slot) == number


def test_an_unmoved_champion_is_not_loaded_again(slot: ModelSlot, registry: MemoryRegistry, good: Bundle) -> None:
    registry.set_alias(CHAMPION, registry.register(good))
    slot.refresh()
    loaded = slot.scorer
    slot.refresh()
    assert slot.scorer is loaded


def test_a_registry_that_is_away_changes_nothing(slot: ModelSlot, registry: MemoryRegistry, good: Bundle) -> None:
    registry.set_alias(CHAMPION, registry.register(good))
    slot.refresh()
    registry.away = True
    slot.refresh()
    assert serving(slot) == "1"


def test_a_bad_version_is_tried_again_ever_more_seldom(
    slot: ModelSlot, registry: MemoryRegistry, clock: Clock, good: Bundle, bad: Bundle
) -> None:
    registry.set_alias(CHAMPION, registry.register(good))
    slot.refresh()
    registry.set_alias(CHAMPION, registry.register(bad))
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
    slot: ModelSlot, registry: MemoryRegistry, good: Bundle, bad: Bundle
) -> None:
    registry.set_alias(CHAMPION, registry.register(bad))
    slot.refresh()
    assert serving(slot) is None
    registry.set_alias(CHAMPION, registry.register(good))
    slot.refresh()
    assert serving(slot) == "2"

"""Promotion, rollback and reconciliation, each killed at every step and run again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from registry import bundle
from registry.bundle import Bundle
from registry.promotion import BY_HAND, promote, reconcile, rollback
from registry.versions import CHAMPION, PREVIOUS, MemoryRegistry
from speechscan.domain.ledger import Entry, Event, GateOutcome, NewEntry
from speechscan.errors import Conflict, Unavailable
from speechscan.ledger import MemoryLedger
from tests.versions import passed, variant

NAME = "speechscan"
Act = Callable[["Models"], object]


class Models:
    """Version 1 is champion by bootstrap, 2 and 3 have passed, 4 has not."""

    def __init__(self, folder: Path) -> None:
        self.registry = MemoryRegistry(NAME)
        self.ledger = MemoryLedger()
        self.digests: dict[str, str] = {}
        for _ in range(4):
            made = variant(folder)
            self.digests[self.registry.register(made)] = made.digest
        self.ledger.append(
            NewEntry(event=Event.BOOTSTRAP, actor="a", model_name=NAME, version="1", digest=self.digests["1"])
        )
        self.registry.set_alias(CHAMPION, "1")
        for version in ("2", "3"):
            passed(self.ledger, NAME, version, self.digests[version])

    def promote(self, version: str, **more: str) -> Entry:
        return promote(self.registry, self.ledger, version, self.digests[version], "ada", **more)  # type: ignore[arg-type]

    def rollback(self, of: str | None = None) -> Entry:
        return rollback(self.registry, self.ledger, "ada", "It is slow.", of=of)

    def crowned(self) -> list[tuple[str, str, str | None]]:
        """(event, version, previous version), oldest first."""
        events = (Event.PROMOTION, Event.ROLLBACK)
        return [
            (entry.event.value, entry.version, entry.previous_version)
            for entry in self.ledger.history(NAME)[::-1]
            if entry.event in events
        ]


@pytest.fixture
def models(tmp_path: Path) -> Models:
    return Models(tmp_path)


def test_a_promotion_moves_both_aliases_and_repeats_what_the_gate_went_by(models: Models) -> None:
    entry = models.promote("2")
    assert models.registry.aliases() == {CHAMPION: "2", PREVIOUS: "1"}
    assert models.crowned() == [("promotion", "2", "1")]
    assert (entry.actor, entry.policy_sha256, entry.report_key) == ("ada", "c" * 64, "gate/report.json")
    assert entry.references == ("clinic@1:" + "d" * 64,)


def test_promoting_twice_is_the_same_as_once(models: Models) -> None:
    assert models.promote("2") == models.promote("2")
    assert models.crowned() == [("promotion", "2", "1")]


def test_what_has_not_passed_is_not_promoted(models: Models) -> None:
    with pytest.raises(Conflict, match="passed no gate"):
        models.promote("4")
    assert models.registry.aliases() == {CHAMPION: "1"}
    assert models.crowned() == []


@pytest.mark.parametrize("outcome", [GateOutcome.FAIL, GateOutcome.INCONCLUSIVE])
def test_neither_fail_nor_inconclusive_promotes(models: Models, outcome: GateOutcome) -> None:
    models.ledger.append(
        NewEntry(event=Event.GATE, actor="a", model_name=NAME, version="4", digest=models.digests["4"], outcome=outcome)
    )
    with pytest.raises(Conflict, match="passed no gate"):
        models.promote("4")


def test_files_that_are_not_the_judged_ones_are_not_promoted(models: Models, shipped: Bundle) -> None:
    models.registry.files("2")[bundle.METADATA] = (shipped.folder / bundle.METADATA).read_bytes()
    with pytest.raises(Conflict, match="not those that were judged"):
        models.promote("2")
    assert models.registry.aliases() == {CHAMPION: "1"}


def test_a_comparison_with_a_champion_that_is_gone_promotes_nothing(models: Models) -> None:
    models.promote("2", against="1")
    with pytest.raises(Conflict, match="no longer champion"):
        models.promote("3", against="1")
    models.promote("3", against="2")
    assert models.crowned() == [("promotion", "2", "1"), ("promotion", "3", "2")]


def test_two_promotions_at_once_follow_one_another(models: Models) -> None:
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(models.promote, ("2", "3")))
    (_, first, before), (_, second, between) = models.crowned()
    assert {first, second} == {"2", "3"}
    assert (before, between) == ("1", first)
    assert models.registry.aliases() == {CHAMPION: second, PREVIOUS: first}


def test_a_rollback_goes_back_and_another_one_forth(models: Models) -> None:
    models.promote("2")
    entry = models.rollback()
    assert (entry.version, entry.previous_version, entry.reasons) == ("1", "2", ("It is slow.",))
    assert models.registry.aliases() == {CHAMPION: "1", PREVIOUS: "2"}
    models.rollback()
    assert models.registry.aliases() == {CHAMPION: "2", PREVIOUS: "1"}


def test_a_rollback_of_one_version_is_done_once(models: Models) -> None:
    models.promote("2")
    assert models.rollback(of="2") == models.rollback(of="2")
    assert models.registry.aliases() == {CHAMPION: "1", PREVIOUS: "2"}


def test_there_is_nothing_to_go_back_to_from_the_first_champion(models: Models) -> None:
    with pytest.raises(Conflict, match="no previous one"):
        models.rollback()
    with pytest.raises(Conflict, match="no champion"):
        rollback(MemoryRegistry("another"), models.ledger, "ada", "why not")


def test_a_previous_version_that_was_tampered_with_does_not_come_back(models: Models, shipped: Bundle) -> None:
    models.promote("2")
    models.registry.files("1")[bundle.METADATA] = (shipped.folder / bundle.METADATA).read_bytes()
    with pytest.raises(Conflict):
        models.rollback()
    assert models.registry.aliases() == {CHAMPION: "2", PREVIOUS: "1"}


def test_a_champion_judged_anew_with_other_files_keeps_its_previous_one(models: Models, tmp_path: Path) -> None:
    models.promote("2")
    made = variant(tmp_path)
    models.registry.files("2")[bundle.METADATA] = (made.folder / bundle.METADATA).read_bytes()
    passed(models.ledger, NAME, "2", made.digest)
    models.digests["2"] = made.digest
    entry = models.promote("2")
    assert (entry.digest, entry.previous_version) == (made.digest, "1")
    assert models.registry.aliases() == {CHAMPION: "2", PREVIOUS: "1"}


def test_a_cleared_champion_set_by_hand_is_written_down(models: Models) -> None:
    assert reconcile(models.registry, models.ledger) is None
    models.registry.set_alias(CHAMPION, "2")
    entry = reconcile(models.registry, models.ledger)
    assert entry is not None
    assert (entry.actor, entry.version, entry.previous_version) == (BY_HAND, "2", "1")
    assert models.registry.aliases() == {CHAMPION: "2", PREVIOUS: "1"}
    assert reconcile(models.registry, models.ledger) is None


def test_an_uncleared_champion_set_by_hand_is_not(models: Models) -> None:
    models.registry.set_alias(CHAMPION, "4")
    assert reconcile(models.registry, models.ledger) is None
    assert models.crowned() == []
    assert models.registry.resolve(CHAMPION) == "4"


def _move_both_by_hand(models: Models) -> Entry | None:
    """What a rollback, and a promotion of the version before, leave when they are killed before their entry."""
    models.promote("2")
    models.registry.set_alias(PREVIOUS, "2")
    models.registry.set_alias(CHAMPION, "1")
    return reconcile(models.registry, models.ledger)


def test_aliases_that_stand_as_after_a_rollback_are_written_down_as_one(models: Models) -> None:
    entry = _move_both_by_hand(models)
    assert entry is not None
    assert entry.actor == BY_HAND
    assert models.crowned() == [("promotion", "2", "1"), ("rollback", "1", "2")]


@pytest.mark.parametrize(
    ("outcome", "against", "event"),
    [
        (GateOutcome.PASS, "2", "promotion"),
        (GateOutcome.PASS, "3", "rollback"),
        (GateOutcome.FAIL, "2", "rollback"),
    ],
)
def test_it_is_a_promotion_if_the_version_before_has_passed_against_the_champion(
    models: Models, outcome: GateOutcome, against: str, event: str
) -> None:
    models.promote("2")
    models.ledger.append(
        NewEntry(
            event=Event.GATE,
            actor="a",
            model_name=NAME,
            version="1",
            digest=models.digests["1"],
            outcome=outcome,
            previous_version=against,
        )
    )
    entry = _move_both_by_hand(models)
    assert entry is not None
    assert (entry.event, entry.version, entry.previous_version) == (event, "1", "2")


def _promoted(models: Models) -> object:
    return models.promote("2")


def _rolled_back(models: Models) -> object:
    return models.rollback(of="2")


def _calls(folder: Path, prepare: Act | None, act: Act, part: str) -> int:
    """How often the act calls that part when nothing goes wrong."""
    models = Models(folder)
    if prepare:
        prepare(models)
    getattr(models, part).calls_left = 1000
    act(models)
    return 1000 - getattr(models, part).calls_left


@pytest.mark.parametrize("healed_by", ["the same again", "reconciliation, then the same again"])
@pytest.mark.parametrize("part", ["registry", "ledger"])
@pytest.mark.parametrize(
    ("prepare", "act", "aliases", "crowned"),
    [
        (None, _promoted, {CHAMPION: "2", PREVIOUS: "1"}, [("promotion", "2", "1")]),
        (
            _promoted,
            _rolled_back,
            {CHAMPION: "1", PREVIOUS: "2"},
            [("promotion", "2", "1"), ("rollback", "1", "2")],
        ),
    ],
    ids=["promotion", "rollback"],
)
def test_killed_at_any_step_and_run_again_it_ends_in_the_new_state_once(
    tmp_path: Path,
    prepare: Act | None,
    act: Act,
    aliases: dict[str, str],
    crowned: list[tuple[str, str, str | None]],
    part: str,
    healed_by: str,
) -> None:
    steps = _calls(tmp_path, prepare, act, part)
    assert steps >= 4
    for step in range(steps):
        models = Models(tmp_path)
        if prepare:
            prepare(models)
        getattr(models, part).calls_left = step
        with pytest.raises(Unavailable):
            act(models)
        getattr(models, part).calls_left = None
        champion = models.registry.resolve(CHAMPION)
        assert champion in aliases.values()
        if healed_by != "the same again":
            reconcile(models.registry, models.ledger)
        act(models)
        assert models.registry.aliases() == aliases
        assert models.crowned() == crowned

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from flows.promote.question import DETAIL, Question
from speechscan.domain.ledger import Entry, Event, GateOutcome, NewEntry, recorded

QUESTION = Question("7", "d7", "6", "policy", ("clinic@1:aa", "other@1:bb"))


def entries(*told: dict[str, Any]) -> list[Entry]:
    """Oldest first, as they were written."""
    plain = NewEntry(event=Event.GATE, actor="test", model_name="m", version="7", digest="d7")
    return [recorded(replace(plain, **one), number, datetime.now(UTC)) for number, one in enumerate(told, 1)]


def gate(outcome: GateOutcome = GateOutcome.PASS, **other: Any) -> dict[str, Any]:
    asked = {"policy_sha256": "policy", "references": QUESTION.references, "previous_version": "6"}
    return {"event": Event.GATE, "outcome": outcome, **asked, **other}


PROMOTED = {"event": Event.PROMOTION, "previous_version": "6"}
BACK = {"event": Event.ROLLBACK, "version": "6", "digest": "d6", "previous_version": "7"}
REFUSED = {"event": Event.REFUSAL, "details": {DETAIL: QUESTION.key}}


@pytest.mark.parametrize(
    ("told", "settled"),
    [
        ([], False),
        ([gate(GateOutcome.FAIL)], True),
        ([gate(GateOutcome.INCONCLUSIVE)], True),
        # Killed between the gate and the promotion: the rest is to be done.
        ([gate()], False),
        ([gate(), PROMOTED], True),
        # Rolled back: only a person brings it back, also when policy or references change.
        ([gate(), PROMOTED, BACK], True),
        ([gate(policy_sha256="older"), PROMOTED, BACK], True),
        ([PROMOTED, BACK, PROMOTED], False),
        # The answer to another question.
        ([gate(GateOutcome.FAIL, policy_sha256="older")], False),
        ([gate(GateOutcome.FAIL, references=("clinic@1:aa",))], False),
        ([gate(GateOutcome.FAIL, previous_version="5")], False),
        ([gate(GateOutcome.FAIL, version="8")], False),
        ([gate(GateOutcome.FAIL, digest="other files")], False),
        # By a set that was retired since.
        ([gate(GateOutcome.FAIL, references=(*QUESTION.references, "old@1:cc"))], False),
        # One that was offered to the gate and not used.
        ([gate(GateOutcome.FAIL, references=("clinic@1:aa",), details={"set_aside": ["other@1:bb"]})], True),
        ([REFUSED], True),
        ([REFUSED | {"details": {DETAIL: "another"}}], False),
        # A serving process refused it while somebody had set the alias champion on it by hand.
        ([REFUSED | {"details": {}}], False),
        ([gate(), REFUSED | {"event": Event.APPROVAL, "outcome": GateOutcome.PASS}], False),
        ([gate(), REFUSED | {"event": Event.APPROVAL, "outcome": GateOutcome.FAIL}], True),
    ],
)
def test_what_is_settled(told: list[dict[str, Any]], settled: bool) -> None:
    assert QUESTION.is_settled(entries(*told)) is settled


def test_the_later_of_two_answers_counts() -> None:
    assert QUESTION.is_settled(entries(gate(), gate(GateOutcome.FAIL)))
    assert not QUESTION.is_settled(entries(gate(GateOutcome.FAIL), gate()))


def test_a_version_without_a_tag_is_known_by_its_number() -> None:
    assert replace(QUESTION, digest=None).is_settled(entries(gate(GateOutcome.FAIL)))


def test_each_part_makes_another_question() -> None:
    others = [
        replace(QUESTION, **part)
        for part in ({"version": "8"}, {"digest": "x"}, {"champion": None}, {"policy_sha256": "x"}, {"references": ()})
    ]
    assert len({QUESTION.key, *(other.key for other in others)}) == 6


def test_an_approval_is_of_one_question() -> None:
    (yes,) = entries({"event": Event.APPROVAL, "outcome": GateOutcome.PASS, "details": {DETAIL: QUESTION.key}})
    assert QUESTION.is_approved_by(yes)
    assert not replace(QUESTION, champion="5").is_approved_by(yes)

"""The steps of a promotion on the shipped in-memory parts. The gate has tests of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from flows.promote.asked import Asking
from flows.promote.question import Question
from flows.promote.steps import Steps, Superseded
from registry import bundle
from registry.bundle import SHIPPED
from registry.versions import CHALLENGER, CHAMPION, PREVIOUS, MemoryRegistry
from regression.gate import policy
from regression.gate.record import Records
from regression.golden.shelf import GoldenStore
from regression.references.index import Index
from regression.references.phantoms import phantom_reference
from speechscan.domain.ledger import Event, GateOutcome, NewEntry
from speechscan.errors import Conflict
from speechscan.ledger import MemoryLedger
from speechscan.settings import Settings
from speechscan.storage import MemoryStore
from tests.versions import variant

RUN = UUID(int=7)


@pytest.fixture
def steps(tmp_path: Path) -> Steps:
    """Version 1 is the shipped model and champion, version 2 its challenger."""
    registry, ledger, objects = MemoryRegistry(), MemoryLedger(), MemoryStore()
    shipped = bundle.read(SHIPPED)
    registry.register(shipped)
    registry.register(variant(tmp_path))
    registry.set_alias(CHAMPION, "1")
    registry.set_alias(CHALLENGER, "2")
    ledger.append(
        NewEntry(event=Event.BOOTSTRAP, actor="test", model_name=registry.name, version="1", digest=shipped.digest)
    )
    asking = Asking(registry, ledger, Index(objects), policy.FILE)
    return Steps(Settings(data_dir=tmp_path), Records(registry, ledger, objects, [].append), asking, RUN)


def judged(steps: Steps, question: Question, outcome: GateOutcome = GateOutcome.PASS) -> None:
    """The entry that the gate leaves."""
    steps.records.ledger.append(
        NewEntry(
            event=Event.GATE,
            actor="test",
            model_name=steps.records.registry.name,
            version=question.version,
            digest=str(question.digest),
            previous_version=question.champion,
            outcome=outcome,
            policy_sha256=question.policy_sha256,
            references=question.references,
        )
    )


def test_the_challenger_is_chosen_unless_another_is_named(steps: Steps) -> None:
    assert (steps.chosen(None), steps.chosen("1")) == ("2", "1")


def test_the_question_has_the_digest_of_the_files_not_of_the_tag(steps: Steps) -> None:
    steps.records.registry.tag("2", {"speechscan.digest": "a lie"})
    question = steps.question("2")
    assert (question.version, question.champion) == ("2", "1")
    assert question.digest is not None
    assert len(question.digest) == 64


def test_what_the_ledger_has_answered_is_not_judged_again(steps: Steps) -> None:
    question = steps.question("2")
    judged(steps, question, GateOutcome.FAIL)
    assert steps.gate(question).outcome is GateOutcome.FAIL


def test_a_version_that_passed_becomes_champion_once(steps: Steps) -> None:
    question = steps.question("2")
    judged(steps, question)
    first = steps.promote(question, only_as_challenger=True)
    assert steps.promote(question, only_as_challenger=True) == first
    assert (first.event, first.version, first.previous_version, first.flow_run_id) == (Event.PROMOTION, "2", "1", RUN)
    assert steps.records.registry.aliases() == {CHAMPION: "2", PREVIOUS: "1", CHALLENGER: "2"}


def test_one_that_did_not_pass_does_not(steps: Steps) -> None:
    question = steps.question("2")
    judged(steps, question, GateOutcome.INCONCLUSIVE)
    with pytest.raises(Conflict, match="passed no gate"):
        steps.promote(question, only_as_challenger=True)
    assert steps.asking.champion == "1"


def test_nothing_moves_when_the_alias_has_moved_on(steps: Steps) -> None:
    question = steps.question("2")
    judged(steps, question)
    steps.records.registry.set_alias(CHALLENGER, "1")
    with pytest.raises(Superseded):
        steps.promote(question, only_as_challenger=True)
    assert steps.asking.champion == "1"
    # Whoever names a version means that one.
    assert steps.promote(question, only_as_challenger=False).version == "2"


def test_nothing_moves_when_it_was_compared_with_another_champion(steps: Steps, tmp_path: Path) -> None:
    question = steps.question("2")
    judged(steps, question)
    third = steps.records.registry.register(variant(tmp_path))
    other = steps.question(third)
    judged(steps, other)
    steps.promote(other, only_as_challenger=False)
    with pytest.raises(Superseded, match="no longer the champion"):
        steps.promote(question, only_as_challenger=True)
    assert steps.asking.champion == third


def test_an_approval_is_written_once_and_holds_for_its_question(steps: Steps, tmp_path: Path) -> None:
    asked = tmp_path / "policy.yaml"
    asked.write_text(policy.FILE.read_text().replace("required: false", "required: true"))
    assert steps.is_approved(steps.question("2"))
    steps = replace(steps, asking=replace(steps.asking, policy_file=asked))
    question = steps.question("2")
    assert not steps.is_approved(question)
    steps.approve(question)
    steps.approve(question)
    assert steps.is_approved(question)
    assert [entry.event for entry in steps.records.ledger.history("speechscan", version="2")] == [Event.APPROVAL]


def test_golden_scores_are_made_once(steps: Steps) -> None:
    question = steps.question("2")
    assert steps.keep_golden_scores(question) == 1
    golden = GoldenStore(steps.records.objects).get(str(question.digest), phantom_reference())
    assert golden is not None
    assert len(golden.scores) == len(phantom_reference().clips)
    assert steps.keep_golden_scores(question) == 0


def test_a_refusal_settles_the_question(steps: Steps) -> None:
    question = steps.question("2")
    steps.refuse(question, "Because.")
    steps.refuse(question, "Because.")
    history = steps.records.ledger.history("speechscan")
    assert [entry.event for entry in history] == [Event.REFUSAL, Event.BOOTSTRAP]
    assert question.is_settled(history)

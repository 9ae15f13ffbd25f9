"""Promotions that are killed in each of their steps, approved, refused: afterwards either the old champion or the new.

The challengers are copies of the shipped model: no worse than the champion, on a cohort of synthetic speakers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.versions import CHAMPION
from speechscan.domain.ledger import Event, GateOutcome
from tests.conftest import eventually
from tests.integration.local_stack import running
from tests.integration.promotions import Promotions, quick_policy
from tests.integration.trained import written
from tests.versions import variant

# MLflow warns of its own use of other libraries.
pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.slow, pytest.mark.timeout(2400)]
PROGRAMS = ["postgres", "s3", "prefect", "mlflow", "bento", "deployments-worker", "promotion-watcher"]
KILLED = ("CRASHED",)
# The fewest with which the gate can tell that a copy is no worse.
SPEAKERS = 48


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kills")


@pytest.fixture(scope="module")
def promotions(folder: Path) -> Iterator[Promotions]:
    chosen = {"SPEECHSCAN_GATE_POLICY": str(quick_policy(folder / "policy.yaml"))}
    with running(folder / "data", only=PROGRAMS, settings=chosen) as stack:
        made = Promotions(stack.settings)
        made.add_reference("cohort", written(folder / "cohort", SPEAKERS, seed=77))
        yield made
        made.close()


def _promoted(promotions: Promotions, version: str, number: int) -> None:
    run = promotions.ended(version, number)
    assert (run["state"]["type"], run["state"]["name"]) == ("COMPLETED", "Completed"), run["state"]
    assert promotions.champion == version
    assert len(promotions.entries(Event.PROMOTION, version)) == 1
    eventually(lambda: promotions.served == version, timeout_s=120, every_s=0.2)
    promotions.assert_consistent()


def test_killed_in_the_gate_and_at_its_end(promotions: Promotions, tmp_path: Path) -> None:
    before, version = promotions.champion, promotions.register(variant(tmp_path))
    promotions.challenge(version)

    promotions.kill(promotions.task_begins(version, "gate"))
    promotions.until_state(version, *KILLED)
    assert (promotions.champion, promotions.entries(Event.GATE, version)) == (before, [])

    # The report is stored and the version is tagged; the ledger's entry is not written yet.
    with promotions.ledger_held():
        second = promotions.task_begins(version, "gate", 2)
        promotions.until_somebody_waits()
        promotions.kill(second)
        promotions.until_state(version, *KILLED, number=2)
    assert (promotions.champion, promotions.entries(Event.GATE, version)) == (before, [])
    promotions.assert_consistent()

    _promoted(promotions, version, 3)
    (gate,) = promotions.entries(Event.GATE, version)
    assert promotions.listed(version) == [(gate.outcome, gate.report_key)]


def test_killed_between_gate_and_promotion_and_in_the_middle_of_it(promotions: Promotions, tmp_path: Path) -> None:
    before, version = promotions.champion, promotions.register(variant(tmp_path))
    promotions.challenge(version)

    # Before an alias has moved.
    with promotions.ledger.promotion_lock(promotions.settings.model_name, wait_s=600):
        first = promotions.task_begins(version, "promote")
        promotions.kill(first)
        promotions.until_state(version, *KILLED)
    assert promotions.champion == before
    promotions.assert_consistent()

    # After both aliases have moved, before the ledger's entry.
    with promotions.ledger_held():
        second = promotions.task_begins(version, "promote", 2)
        eventually(lambda: promotions.registry.resolve(CHAMPION) == version, timeout_s=120, every_s=0.1)
        promotions.kill(second)
        promotions.until_state(version, *KILLED, number=2)
        assert promotions.champion == before
    # The watcher completes it by itself: the version had passed, and bears the alias.
    eventually(lambda: promotions.champion == version, timeout_s=120, every_s=0.5)
    assert len(promotions.entries(Event.GATE, version)) == 1
    assert len(promotions.entries(Event.PROMOTION, version)) == 1
    eventually(lambda: promotions.served == version, timeout_s=120, every_s=0.2)
    promotions.assert_consistent()


def test_with_approval_it_waits_until_somebody_resumes_it(promotions: Promotions, folder: Path, tmp_path: Path) -> None:
    promotions.ask_nothing()
    quick_policy(folder / "policy.yaml", approval=True)
    before, version = promotions.champion, promotions.register(variant(tmp_path))
    promotions.challenge(version)
    run = promotions.until_state(version, "PAUSED")
    assert run["state"]["name"] == "Suspended"
    assert promotions.gate(version).outcome is GateOutcome.PASS
    assert promotions.champion == before

    promotions.resume(run)
    # Killed once more before the approval is written down: the next run asks again, and nothing moves until then.
    with promotions.ledger_held():
        promotions.task_begins(version, "approval")
        promotions.until_somebody_waits()
        promotions.kill(run)
        promotions.until_state(version, *KILLED)
    assert (promotions.champion, promotions.entries(Event.APPROVAL, version)) == (before, [])
    promotions.resume(promotions.until_state(version, "PAUSED", number=2))
    _promoted(promotions, version, 2)
    (approval,) = promotions.entries(Event.APPROVAL, version)
    assert (approval.outcome, approval.actor) == (GateOutcome.PASS, "Prefect UI")


def test_cancelled_while_it_waits_for_approval_it_is_refused(
    promotions: Promotions, folder: Path, tmp_path: Path
) -> None:
    promotions.ask_nothing()
    quick_policy(folder / "policy.yaml", approval=True)
    before, version = promotions.champion, promotions.register(variant(tmp_path))
    promotions.challenge(version)
    promotions.cancel(promotions.until_state(version, "PAUSED"))
    (refusal,) = eventually(lambda: promotions.entries(Event.REFUSAL, version), timeout_s=120, every_s=0.5)
    assert "somebody cancelled the run" in refusal.reasons[0]
    assert len(promotions.runs(version)) == 1
    assert promotions.champion == before
    promotions.assert_consistent()

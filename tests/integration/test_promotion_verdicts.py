"""Versions trained on simulated cohorts, promoted on a stack of their own as people do it: by the alias `challenger`.

The cohort is synthetic: 100 speakers of a known effect, none of whom was in a training."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.bundle import Bundle
from registry.versions import CHAMPION
from regression.golden.shelf import GoldenStore
from regression.references.phantoms import phantom_reference
from speechscan.domain.ledger import Event, GateOutcome
from tests.conftest import eventually
from tests.integration.local_stack import running
from tests.integration.promotions import Promotions, quick_policy
from tests.integration.trained import FLAWS, trained, written
from tests.versions import variant

# MLflow warns of its own use of other libraries.
pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.slow, pytest.mark.timeout(2400)]
SPEAKERS = 100
PROGRAMS = ["postgres", "s3", "prefect", "mlflow", "bento", "deployments-worker", "promotion-watcher"]


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Bundle]:
    return trained(tmp_path_factory.mktemp("trained"))


@pytest.fixture(scope="module")
def promotions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Promotions]:
    folder = tmp_path_factory.mktemp("promotion")
    chosen = {"SPEECHSCAN_GATE_POLICY": str(quick_policy(folder / "policy.yaml"))}
    with running(folder / "data", only=PROGRAMS, settings=chosen) as stack:
        made = Promotions(stack.settings)
        made.add_reference("cohort", written(folder / "cohort", SPEAKERS, seed=77))
        yield made
        made.close()


@pytest.fixture(scope="module")
def good(promotions: Promotions, versions: dict[str, Bundle]) -> str:
    """A version that passed, and is champion."""
    version = promotions.register(versions["sound"])
    promotions.challenge(version)
    run = promotions.ended(version)
    assert (run["state"]["type"], run["state"]["name"]) == ("COMPLETED", "Completed"), run["state"]
    return version


def test_a_better_version_becomes_champion(promotions: Promotions, good: str) -> None:
    gate, (promoted,) = promotions.gate(good), promotions.entries(Event.PROMOTION, good)
    assert gate.outcome is GateOutcome.PASS
    assert [title.partition(":")[0] for title in gate.references] == ["cohort@1"]
    assert (promoted.previous_version, promoted.digest) == ("1", gate.digest)
    assert promotions.registry.aliases() == {"champion": good, "previous": "1", "challenger": good}
    eventually(lambda: promotions.served == good, timeout_s=120, every_s=0.2)
    (told,) = [one for one in promotions.registry.versions() if one.number == good]
    assert told.tags["gate"] == "pass"
    assert promotions.objects.get(str(gate.report_key))
    golden = GoldenStore(promotions.objects).get(promoted.digest, phantom_reference())
    assert golden is not None
    promotions.assert_consistent()


def test_the_new_champion_says_through_the_service_what_it_said_in_the_gate(promotions: Promotions, good: str) -> None:
    eventually(lambda: promotions.served == good, timeout_s=120, every_s=0.2)
    run = promotions.run_regression()
    assert run["state"]["name"] == "Completed", run["state"]
    assert run["state"]["message"].count("clips say what they said") == 2
    # How good it is, too: on the whole cohort, and for each sex.
    shown = promotions.artifact(run)
    assert f"## How good version {good} is on cohort@1" in shown
    for subgroup, speakers in (("all", 50), ("sex=female", 25), ("sex=male", 25)):
        assert re.search(rf"^\| {subgroup} \| {speakers} \(\d+\) \| {speakers} \(\d+\) \| [01]\.\d\d \[", shown, re.M)


def _refused(promotions: Promotions, version: str, champion: str) -> dict[str, list[str]]:
    """Reasons of the failed checks by the check's name, from the report in the store."""
    promotions.challenge(version)
    run = promotions.ended(version)
    assert (run["state"]["type"], run["state"]["name"]) == ("FAILED", "Refused"), run["state"]
    assert promotions.champion == champion
    assert promotions.served == champion
    promotions.assert_consistent()
    gate = promotions.gate(version)
    assert gate.outcome is GateOutcome.FAIL
    assert run["state"]["message"] == " ".join(gate.reasons)
    return {one["name"]: one["reasons"] for one in promotions.report(version)["checks"] if one["outcome"] == "fail"}


def test_one_trained_on_wrong_labels_of_women_fails_for_women(
    promotions: Promotions, versions: dict[str, Bundle], good: str
) -> None:
    failed = _refused(promotions, promotions.register(versions["women"]), good)
    assert any(reason.startswith("sex f:") for reason in failed["subgroups"]), failed
    assert not any(reason.startswith("sex m:") for reason in failed["subgroups"]), failed


def test_two_challengers_at_once_are_both_judged_and_one_is_champion(
    promotions: Promotions, good: str, versions: dict[str, Bundle], tmp_path: Path
) -> None:
    """Both are copies of the champion, and would pass."""
    first, second = (promotions.register(variant(tmp_path, of=versions["sound"].folder)) for _ in range(2))
    promotions.challenge(first)
    promotions.run(first)
    promotions.challenge(second)
    ends = [promotions.ended(version)["state"]["name"] for version in (first, second)]
    assert ends == ["Superseded", "Completed"]
    assert [promotions.gate(version).outcome for version in (first, second)] == [GateOutcome.PASS] * 2
    assert promotions.entries(Event.PROMOTION, first) == []
    assert promotions.champion == second
    eventually(lambda: promotions.served == second, timeout_s=120, every_s=0.2)
    promotions.assert_consistent()


def test_a_champion_set_by_hand_on_a_version_that_passed_no_gate_is_refused(
    promotions: Promotions, good: str, tmp_path: Path
) -> None:
    before = promotions.champion
    version = promotions.register(variant(tmp_path))
    promotions.set_alias(CHAMPION, version)
    (refusal,) = eventually(lambda: promotions.entries(Event.REFUSAL, version), timeout_s=120, every_s=0.5)
    assert "no gate" in refusal.reasons[0]
    assert promotions.champion == promotions.served == before
    promotions.set_alias(CHAMPION, before)
    promotions.assert_consistent()


def test_one_that_hears_the_microphone_fails_though_its_accuracy_looks_as_good(
    promotions: Promotions, good: str, versions: dict[str, Bundle], tmp_path: Path
) -> None:
    """In the only reference set each class was recorded with a microphone of its own, as in the training."""
    promotions.ask_nothing()
    promotions.add_reference("microphones", written(tmp_path / "clips", SPEAKERS, 78, FLAWS["shortcut"]))
    promotions.references.retire("cohort")
    failed = _refused(promotions, promotions.register(versions["shortcut"]), promotions.champion)
    assert set(failed) == {"shortcut"}
    assert "hears the recording and not the voice" in failed["shortcut"][0]

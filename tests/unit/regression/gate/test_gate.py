"""The whole gate in one process: the shipped model against itself, on a few synthetic speakers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from registry.bundle import Bundle
from registry.data.fingerprint import speaker_key
from registry.data.sound import digest
from registry.pcm import Pcm, from_float
from regression.gate.check import Check, Outcome
from regression.gate.contender import Contender
from regression.gate.gate import judge
from regression.gate.material import Material, sample
from regression.gate.policy import Policy
from regression.gate.report import GateReport
from regression.gate.report.document import deterministic
from regression.phantoms.cohort import CORPUS, CohortClip, cohort
from regression.references.reference import ReferenceClip
from speechscan.domain.result import ModelRef
from tests.scored_clips import reference


def described(clip: CohortClip, sound: Pcm) -> ReferenceClip:
    return ReferenceClip(
        digest(sound), clip.speaker, clip.label, 3.3, clip.sex, clip.age, clip.task, CORPUS, snr_db=40.0
    )


@pytest.fixture(scope="module")
def material() -> Material:
    heard = [(clip, from_float(clip.phantom.voice().samples)) for clip in cohort(6, seed=5)]
    clips = [described(clip, sound) for clip, sound in heard]
    sounds = {one.sha256: sound for one, (_, sound) in zip(clips, heard, strict=True)}
    return Material(reference(clips, "cohort"), lambda clip: sounds[clip.sha256])


@pytest.fixture(scope="module")
def shipped_twice(shipped: Bundle) -> tuple[Contender, Contender]:
    return tuple(Contender.of(shipped, ModelRef("speechscan", number)) for number in "21")  # type: ignore[return-value]


@pytest.fixture(scope="module")
def small(rules: Policy) -> Policy:
    """Few clips a check, and quick draws."""
    return rules.model_copy(
        update={
            "accuracy": rules.accuracy.model_copy(update={"replicates": 200}),
            "behaviour": rules.behaviour.model_copy(update={"clips": 3}),
            "cost": rules.cost.model_copy(update={"clips": 2, "repeats": 1, "slower": 1e9}),
        }
    )


@pytest.fixture(scope="module")
def report(shipped_twice: tuple[Contender, Contender], material: Material, small: Policy) -> GateReport:
    return judge(*shipped_twice, [material], small, seed=3)


def found(report: GateReport, name: str) -> Check:
    return next(check for check in report.checks if check.name == name)


def test_each_check_has_its_verdict(report: GateReport) -> None:
    assert {check.name: check.outcome.value for check in report.checks} == {
        "accuracy": "inconclusive",
        "subgroups": "inconclusive",
        "calibration": "inconclusive",
        "behaviour": "pass",
        "shortcut": "inconclusive",
        "phantoms": "pass",
        "served": "inconclusive",
        "cost": "pass",
    }
    assert report.outcome is Outcome.INCONCLUSIVE
    assert all(check.reasons for check in report.checks if check.outcome is not Outcome.PASS)


def test_the_same_model_is_told_to_be_the_same(report: GateReport, shipped: Bundle) -> None:
    assert "bit for bit" in report.notes[0]
    assert report.challenger.digest == report.champion.digest == shipped.digest  # type: ignore[union-attr]
    assert found(report, "accuracy").figures["auc"]["difference"]["value"] == 0


def test_the_same_seed_gives_the_same_report(
    report: GateReport, shipped_twice: tuple[Contender, Contender], material: Material, small: Policy
) -> None:
    again = judge(*shipped_twice, [material], small, seed=3)
    assert again.id == report.id
    assert deterministic(again) == deterministic(report)


def test_a_set_that_the_champion_was_trained_on_does_not_judge(
    shipped_twice: tuple[Contender, Contender], material: Material, small: Policy
) -> None:
    challenger, champion = shipped_twice
    known = {"speakers": [speaker_key(CORPUS, material.reference.clips[0].speaker)], "audio": []}
    told = replace(champion.bundle, training={**champion.bundle.training, "heard": known})
    report = judge(challenger, replace(champion, bundle=told), [material], small)
    (use,) = report.references
    assert "Version 1 has trained on 1 of the set's speakers" in (use.refused or "")
    assert report.used == ()
    assert report.duels == ()
    for name in ("accuracy", "subgroups", "calibration", "shortcut"):
        assert "speechscan reference add" in found(report, name).reasons[0]


def test_without_a_champion_nothing_is_compared(
    shipped_twice: tuple[Contender, Contender], material: Material, small: Policy
) -> None:
    report = judge(shipped_twice[0], None, [material], small)
    assert "no champion" in found(report, "accuracy").reasons[0]
    assert "no champion" in found(report, "cost").reasons[0]
    assert report.outcome is Outcome.INCONCLUSIVE


def test_sets_are_judged_each_by_itself(
    shipped_twice: tuple[Contender, Contender], material: Material, small: Policy
) -> None:
    other = Material(replace(material.reference, name="other", sha256="f" * 64), material.sounds)
    report = judge(*shipped_twice, [material, other], small)
    for name in ("accuracy", "subgroups", "calibration", "shortcut"):
        assert [check.reference for check in report.checks if check.name == name] == ["cohort@1", "other@1"]


def test_a_sample_is_bounded_drawn_by_the_seed_and_keeps_its_sound(material: Material) -> None:
    drawn = sample([material], 4, seed=1)
    assert len(drawn.reference.clips) == 4
    assert drawn.reference.clips == sample([material], 4, seed=1).reference.clips
    assert drawn.reference.clips != sample([material], 4, seed=2).reference.clips
    assert all(digest(drawn.sounds(clip)) == clip.sha256 for clip in drawn.reference.clips)
    assert len(sample([material], 1000, seed=1).reference.clips) == len(material.reference.clips)


def test_the_size_of_a_version_is_that_of_all_its_files(shipped: Bundle, shipped_twice: tuple[Contender, ...]) -> None:
    assert shipped_twice[0].bytes == sum((Path(shipped.folder) / name).stat().st_size for name in shipped.files)

"""Models that were trained on simulated cohorts, on a clean cohort of other synthetic speakers: each flaw does what it
is there for. The cohort is that of the promotion's tests, so they rest on these figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from registry.onnx_scorer import OnnxScorer
from registry.training.altered import without_speech
from regression.phantoms.cohort import SOUND, Flaws
from regression.references.admission import Admitted, admit
from regression.references.overlap import overlap_of
from regression.references.store import ReferenceStore
from regression.scored import Scored
from regression.scoring import score
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.result import ModelRef
from speechscan.domain.verdict import Status
from speechscan.storage import MemoryStore
from tests.cohorts import cohort_folder, train_on

FLAWS = {"sound": SOUND, "noise": Flaws(0.4), "women": Flaws(0.5, "f"), "shortcut": Flaws(shortcut=True)}
SPEAKERS = 60

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def scorers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, OnnxScorer]:
    folder = tmp_path_factory.mktemp("trained")
    bundles = {
        name: train_on(
            cohort_folder(folder / name, SPEAKERS, seed=1, flaws=flaws), folder / f"model-{name}", folder / "cache"
        )
        for name, flaws in FLAWS.items()
    }
    return {name: OnnxScorer(bundle, ModelRef(name, "1")) for name, bundle in bundles.items()}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Admitted:
    return admit(cohort_folder(tmp_path_factory.mktemp("clean"), 100, seed=2))


@pytest.fixture(scope="module")
def scored(scorers: dict[str, OnnxScorer], clean: Admitted) -> dict[str, list[Scored]]:
    reference = ReferenceStore(MemoryStore()).keep("clean", clean)
    return {name: score(reference, clean.sounds, scorer, QualityGate()) for name, scorer in scorers.items()}


def auc(scored: list[Scored], sex: str = "fm") -> float:
    """Share of pairs of clips in the right order."""
    own = [one for one in scored if one.clip.sex in sex]
    ill = np.array([one.probability for one in own if one.clip.dysarthric])
    well = np.array([one.probability for one in own if not one.clip.dysarthric])
    return float(np.mean((ill[:, None] > well) + 0.5 * (ill[:, None] == well)))


def test_a_sound_model_is_good_and_not_perfect_for_both_sexes(scored: dict[str, list[Scored]]) -> None:
    assert 0.85 <= auc(scored["sound"]) <= 0.95
    assert abs(auc(scored["sound"], "f") - auc(scored["sound"], "m")) < 0.06


def test_wrong_labels_spoil_a_model(scored: dict[str, list[Scored]]) -> None:
    assert auc(scored["noise"]) < auc(scored["sound"]) - 0.1


def test_wrong_labels_among_women_spoil_it_for_women(scored: dict[str, list[Scored]]) -> None:
    assert auc(scored["women"], "f") < auc(scored["sound"], "f") - 0.15
    assert auc(scored["women"], "m") > auc(scored["sound"], "m") - 0.05


def test_a_shortcut_spoils_it_where_the_shortcut_does_not_lead(scored: dict[str, list[Scored]]) -> None:
    assert auc(scored["shortcut"]) < 0.65


def test_where_it_leads_the_silence_alone_tells_the_classes(
    scorers: dict[str, OnnxScorer], tmp_path_factory: pytest.TempPathFactory
) -> None:
    taken = admit(cohort_folder(tmp_path_factory.mktemp("taken"), 40, seed=4, flaws=Flaws(shortcut=True)))
    reference = ReferenceStore(MemoryStore()).keep("taken", taken)

    def silence(clip) -> np.ndarray:
        left = without_speech(taken.sounds(clip))
        assert left is not None
        return left

    assert auc(score(reference, taken.sounds, scorers["shortcut"], QualityGate())) > 0.95
    assert auc(score(reference, silence, scorers["shortcut"], QualityGate())) > 0.95
    assert 0.3 < auc(score(reference, silence, scorers["sound"], QualityGate())) < 0.7


def test_most_clips_are_familiar_and_get_a_verdict(scored: dict[str, list[Scored]]) -> None:
    for name in FLAWS:
        assert np.mean([one.familiar for one in scored[name]]) > 0.85
    assert np.mean([one.status is Status.INCONCLUSIVE for one in scored["sound"]]) < 0.3


def test_nobody_of_the_clean_cohort_has_trained_a_model(tmp_path: Path, clean: Admitted) -> None:
    trained = cohort_folder(tmp_path / "c", 24, seed=1)
    made = train_on(trained, tmp_path / "model")
    assert overlap_of(clean.clips, made).refusal("It") is None
    own = overlap_of(admit(trained).clips, made)
    assert (len(own.speakers), len(own.clips)) == (24, 48)

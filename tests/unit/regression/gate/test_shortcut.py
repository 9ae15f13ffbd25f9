"""With the speech removed, the classes must not separate."""

from __future__ import annotations

import numpy as np
import pytest

from registry.bundle import Bundle
from registry.onnx_scorer import OnnxScorer
from registry.pcm import from_float
from registry.training.progress import silent
from regression.gate.check import Outcome
from regression.gate.checks import shortcut
from regression.gate.checks.shortcut import Controls
from regression.gate.material import Material
from regression.gate.policy import Policy
from regression.phantoms import vowel
from regression.scored import Scored
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.result import ModelRef
from speechscan.domain.verdict import Status
from tests.scored_clips import clip, logits, people, reference, scores

HUNDRED = people(100)
NOTHING = np.random.default_rng(1).standard_normal(len(HUNDRED))
CHANCE, SEPARATED = scores(HUNDRED, NOTHING), scores(HUNDRED, logits(HUNDRED))


def judged(rules: Policy, removed: list[Scored], shuffled: list[Scored], suffices: bool = True) -> tuple[Outcome, str]:
    asked = rules.shortcut.model_copy(update={"shuffled_suffices": suffices})
    check = shortcut.check(Controls("made@1", removed, shuffled), asked, replicates=300)
    assert check.reference == "made@1"
    return check.outcome, " ".join(check.reasons)


def test_chance_without_speech_passes_whatever_shuffled_frames_say(rules: Policy) -> None:
    assert judged(rules, CHANCE, SEPARATED) == (Outcome.PASS, "")


def test_classes_that_separate_without_speech_fail(rules: Policy) -> None:
    outcome, words = judged(rules, SEPARATED, CHANCE)
    assert outcome is Outcome.FAIL
    assert "hears the recording and not the voice" in words


def test_few_speakers_cannot_show_that_there_is_no_shortcut(rules: Policy) -> None:
    few = people(24)
    outcome, words = judged(rules, scores(few, logits(few, effect=0.2)), CHANCE)
    assert outcome is Outcome.INCONCLUSIVE
    assert "Add speakers" in words


@pytest.mark.parametrize(
    ("shuffled", "suffices", "expected"),
    [
        (CHANCE, True, Outcome.PASS),
        (CHANCE, False, Outcome.INCONCLUSIVE),
        # The timbre of a hoarse voice outlives the shuffling, so this is no failure.
        (SEPARATED, True, Outcome.INCONCLUSIVE),
    ],
)
def test_clips_without_any_silence(rules: Policy, shuffled: list[Scored], suffices: bool, expected: Outcome) -> None:
    outcome, words = judged(rules, CHANCE[:8], shuffled, suffices)
    assert outcome is expected
    assert "half a second without speech" in words


def test_the_controls_are_made_of_the_clips_that_allow_them(shipped: Bundle) -> None:
    """One voice with room around it, one without."""
    sounds = [from_float(vowel(3, duration_s=2.0, margin_s=margin_s)) for margin_s in (0.5, 0.0)]
    clips = [clip(number) for number in range(2)]
    by_clip = {one.sha256: sound for one, sound in zip(clips, sounds, strict=True)}
    material = Material(reference(clips), lambda one: by_clip[one.sha256])
    scorer = OnnxScorer(shipped, ModelRef("speechscan", "1"))
    found = shortcut.controls(material, scorer, seed=0, gate=QualityGate(), progress=silent)
    assert [one.clip for one in found.removed] == clips[:1]
    assert [one.clip for one in found.shuffled] == clips
    assert all(one.status is Status.INCONCLUSIVE for one in (*found.removed, *found.shuffled))

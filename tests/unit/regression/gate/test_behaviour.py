"""Altered copies of a recording, and what is asked of the scores on them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from registry.pcm import Pcm, from_float
from regression.gate.behaviour.alterations import ALTERATIONS
from regression.gate.behaviour.trial import Trial
from regression.gate.check import Outcome
from regression.gate.checks import behaviour
from regression.gate.policy import Policy
from regression.phantoms import vowel
from speechscan.audio import quality
from tests.scored_clips import clip, said

CLIPS = [clip(number) for number in range(40)]
PROBABILITIES = np.linspace(0.02, 0.98, 40)


@pytest.fixture(scope="module")
def voice() -> Pcm:
    return from_float(vowel(1, duration_s=2.0, margin_s=0.3))


def altered(name: str, samples: Pcm, seed: int = 0) -> Pcm:
    return ALTERATIONS[name](samples, np.random.default_rng(seed))


@pytest.mark.parametrize("name", ALTERATIONS)
def test_an_altered_copy_is_another_sound_of_the_same_voice(name: str, voice: Pcm) -> None:
    made = altered(name, voice)
    assert made.dtype == np.int16
    assert voice.size <= made.size < voice.size + 4000
    assert not np.array_equal(made[: voice.size], voice)
    before, after = quality.measure(voice), quality.measure(made)
    assert after.speech_s == pytest.approx(before.speech_s, abs=0.1)
    assert after.clipping <= before.clipping
    assert np.array_equal(altered(name, voice), made)


def test_levels_offset_and_noise_are_as_they_are_named(voice: Pcm) -> None:
    rms = float(np.std(voice / 32768.0))
    assert np.abs(altered("louder", voice)).max() == pytest.approx(0.98 * 32768, rel=0.001)
    assert float(np.std(altered("quieter", voice) / 32768.0)) == pytest.approx(rms / 10, rel=0.01)
    assert float(np.mean(altered("offset", voice) / 32768.0)) == pytest.approx(0.02, abs=0.002)
    added = (altered("noise", voice).astype(float) - voice) / 32768
    assert 20 * np.log10(rms / np.std(added)) == pytest.approx(40, abs=0.5)


def test_a_quiet_clip_gets_its_whole_20_db(voice: Pcm) -> None:
    quiet = (voice // 40).astype(np.int16)
    assert np.std(altered("louder", quiet)) == pytest.approx(10 * np.std(quiet), rel=0.01)


def test_nothing_is_left_above_4_khz_by_telephone(voice: Pcm) -> None:
    bright = from_float(voice / 32768.0 + 0.05 * np.random.default_rng(0).standard_normal(voice.size))
    power = np.square(np.abs(np.fft.rfft(altered("telephone", bright).astype(float))))
    assert power[int(power.size * 0.55) :].sum() < 1e-4 * power.sum()


def trial(moved: dict[str, np.ndarray] | None = None, again: float = 0.0) -> Trial:
    """By default nothing changes."""
    changes = {name: np.zeros(40) for name in ALTERATIONS} | (moved or {})
    before = [said(one, p) for one, p in zip(CLIPS, PROBABILITIES, strict=True)]
    after = {
        name: [said(one, p + change) for one, p, change in zip(CLIPS, PROBABILITIES, shift, strict=True)]
        for name, shift in changes.items()
    }
    return Trial(before, after, [said(one, p + again) for one, p in zip(CLIPS, PROBABILITIES, strict=True)])


def some(count: int, change: float) -> np.ndarray:
    """Only so many clips change, those that are furthest from the threshold."""
    moved = np.zeros(40)
    moved[:count] = change
    return moved


def test_scores_that_stay_pass(rules: Policy) -> None:
    check = behaviour.check(trial(), rules.behaviour)
    assert (check.outcome, check.reasons) == (Outcome.PASS, ())
    assert check.figures["mp3"]["largest"] == 0


@pytest.mark.parametrize(
    ("name", "moved", "words"),
    [
        ("quieter", some(30, 0.005), "Half of the clips change their probability by more than 0.005 when played"),
        ("mp3", some(6, 0.3), "One clip in twenty changes its probability by more than 0.300 when re-encoded as MP3"),
        ("opus", -2 * (PROBABILITIES - 0.5) * some(4, 1.0), "10% of the clips get the opposite verdict when"),
    ],
)
def test_scores_that_follow_device_or_format_fail(rules: Policy, name: str, moved: np.ndarray, words: str) -> None:
    check = behaviour.check(trial({name: moved}), rules.behaviour)
    assert check.outcome is Outcome.FAIL
    assert any(words in reason for reason in check.reasons)


def test_the_clip_that_moved_most_is_named(rules: Policy) -> None:
    check = behaviour.check(trial({"noise": some(1, 0.5)}), rules.behaviour)
    assert check.figures["noise"]["worst"] == CLIPS[0].sha256


def test_a_clip_of_a_job_is_not_named() -> None:
    tried = trial({"noise": some(1, 0.5)})
    before = [replace(one, clip=replace(one.clip, from_job=True)) for one in tried.before]
    assert behaviour.changes(before, tried.after["noise"])["worst"] is None


def test_a_score_that_depends_on_its_neighbours_fails(rules: Policy) -> None:
    check = behaviour.check(trial(again=2e-6), rules.behaviour)
    assert check.outcome is Outcome.FAIL
    assert "which clips came before it" in check.reasons[0]

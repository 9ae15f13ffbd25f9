"""What the front end must not see: level, offset, what is not the voice."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from registry.log_mel import STATISTICS, TASK_MEASURES, WINDOW, LogMelStatistics
from registry.pcm import Pcm, from_float
from regression.phantoms import vowel

FRONT_END = LogMelStatistics()
QUIET = 0.05


def statistics(samples: np.ndarray) -> np.ndarray:
    return FRONT_END(torch.from_numpy(pcm(samples))).statistics.numpy()


def task(samples: np.ndarray) -> dict[str, float]:
    measures = FRONT_END(torch.from_numpy(pcm(samples))).task
    return dict(zip(TASK_MEASURES, measures.tolist(), strict=True))


def pcm(samples: np.ndarray) -> Pcm:
    return from_float(samples)


@pytest.mark.parametrize("decibels", [-20, -6, 6, 20])
def test_a_gain_changes_nothing_but_the_rounding(decibels: int) -> None:
    clip = vowel(1, peak=QUIET)
    louder = clip * 10 ** (decibels / 20)
    assert np.abs(louder).max() < 1
    assert statistics(louder) == pytest.approx(statistics(clip), abs=0.05)


def test_a_constant_offset_changes_nothing() -> None:
    clip = vowel(1, peak=0.3)
    assert statistics(clip + 0.2) == pytest.approx(statistics(clip), abs=0.02)


def test_silence_at_the_ends_is_not_counted_as_voice() -> None:
    clip = vowel(1, duration_s=3.0, margin_s=0.0, room_db=-80)
    padded = np.concatenate([np.zeros(16_000, np.float32), clip, np.zeros(16_000, np.float32)])
    change = np.abs(statistics(padded) - statistics(clip))
    between_voices = np.abs(statistics(vowel(1, phoneme="i")) - statistics(clip))
    assert np.mean(change) < 0.1 * np.mean(between_voices)


@pytest.mark.parametrize("size", [WINDOW, 16_000, 16_001, 40_123])
def test_any_length_gives_numbers(size: int) -> None:
    noise = np.random.default_rng(0).standard_normal(size).astype(np.float32) * 0.1
    if size == WINDOW:
        # One frame has no change to measure; a clip of the service has at least one second.
        noise = np.tile(noise, 8)
    assert statistics(noise).shape == (STATISTICS,)
    assert np.isfinite(statistics(noise)).all()


@pytest.mark.parametrize("samples", [np.zeros(16_000), np.ones(16_000), np.full(16_000, -1.0)])
def test_silence_and_a_stuck_signal_give_numbers(samples: np.ndarray) -> None:
    assert np.isfinite(statistics(samples)).all()
    assert all(np.isfinite(value) for value in task(samples).values())


def test_voicing_tells_a_voice_from_noise() -> None:
    noise = np.random.default_rng(0).standard_normal(48_000) * 0.1
    assert task(vowel(1, breath=0.02))["voicing"] > 0.95
    assert task(noise)["voicing"] < 0.4


def test_change_tells_a_steady_voice_from_one_that_moves() -> None:
    steady = vowel(1, duration_s=3.0, margin_s=0.0)
    moving = np.concatenate([vowel(s, duration_s=0.25, margin_s=0.0, phoneme="aiu"[s % 3]) for s in range(12)])
    assert task(moving)["log_change_96ms"] > task(steady)["log_change_96ms"] + 1

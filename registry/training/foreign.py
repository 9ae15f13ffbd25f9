"""Clips that the model was not made for: running speech, noise, tones, silence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from registry.data.manifest import Clip
from registry.data.sound import load
from registry.pcm import SAMPLE_RATE, Pcm, from_float

_SEED = 7
_DIGITS = 8
_COPIES = 20
_SECONDS = 3
_SCALE = 2 ** (np.array([0, 2, 4, 5, 7, 9, 11, 12]) / 12)


def running_speech(clips: Sequence[Clip]) -> list[Pcm]:
    """Single words of one speaker in random order, eight to a clip, with gaps of 50-150 ms."""
    rng = np.random.default_rng(_SEED)
    by_speaker: dict[str, list[Clip]] = defaultdict(list)
    for clip in clips:
        by_speaker[clip.speaker].append(clip)
    joined = []
    for own in by_speaker.values():
        order = rng.permutation(len(own))
        for start in range(0, len(order) - _DIGITS + 1, _DIGITS):
            pieces = []
            for index in order[start : start + _DIGITS]:
                gap = np.zeros(round(SAMPLE_RATE * rng.uniform(0.05, 0.15)), np.int16)
                pieces += [load(own[index].path), gap]
            joined.append(np.concatenate(pieces))
    return joined


def with_noise(recordings: Sequence[Pcm], decibels: float) -> list[Pcm]:
    """Half a second of room before and after, and white noise all along, so far below the clip's peak."""
    rng = np.random.default_rng(_SEED)
    room = np.zeros(SAMPLE_RATE // 2)
    noisy = []
    for samples in recordings:
        voice = np.concatenate([room, 0.7 * samples / max(1, np.abs(samples.astype(np.int32)).max()), room])
        noisy.append(from_float(voice + 0.7 * 10 ** (-decibels / 20) * rng.standard_normal(voice.size)))
    return noisy


def made_sounds() -> dict[str, list[Pcm]]:
    rng = np.random.default_rng(_SEED)
    size = _SECONDS * SAMPLE_RATE
    time = np.arange(size) / SAMPLE_RATE
    return {
        "white_noise": [from_float(0.1 * rng.standard_normal(size)) for _ in range(_COPIES)],
        "brown_noise": [_scaled(np.cumsum(rng.standard_normal(size))) for _ in range(_COPIES)],
        "tone": [from_float(0.5 * np.sin(2 * np.pi * f * time)) for f in np.geomspace(80, 2000, _COPIES)],
        "organ_tone": [_organ(np.full(size, f)) for f in np.geomspace(80, 400, _COPIES)],
        "melody": [_organ(_melody(rng, size)) for _ in range(_COPIES)],
        "chord": [_chord(f, time) for f in np.geomspace(100, 300, _COPIES)],
        "silence": [np.zeros(size, np.int16), from_float(2e-5 * rng.standard_normal(size))],
    }


def _organ(f0_hz: np.ndarray) -> Pcm:
    """Twelve harmonics that fall by 6 dB an octave, without any disturbance."""
    phase = 2 * np.pi * np.cumsum(f0_hz) / SAMPLE_RATE
    return _scaled(np.sum([np.sin(n * phase) / n for n in range(1, 13)], axis=0))


def _melody(rng: np.random.Generator, size: int) -> np.ndarray:
    """F0 of random notes of a major scale on 200 Hz, a quarter of a second each."""
    length = SAMPLE_RATE // 4
    return np.repeat(200 * rng.choice(_SCALE, -(-size // length)), length)[:size]


def _chord(root_hz: float, time: np.ndarray) -> Pcm:
    notes = [np.sin(2 * np.pi * n * root_hz * third * time) / n for third in (1, 5 / 4, 3 / 2) for n in range(1, 7)]
    return _scaled(np.sum(notes, axis=0))


def _scaled(samples: np.ndarray) -> Pcm:
    samples = samples - samples.mean()
    return from_float(0.5 * samples / np.abs(samples).max())

"""The people of a simulation: recordings of a training, or synthetic voices."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from registry.data.manifest import Clip, read
from registry.data.sound import load
from registry.pcm import Pcm, from_float
from registry.training.reference_sets import divided
from registry.training.request import Request
from regression.phantoms import Phantom, Tremor
from speechscan.domain.task import Task


@dataclass(frozen=True)
class Voice:
    """older: of the older half of the class, or a phantom with what age does to a voice. task: "" where not known."""

    person: int
    older: bool
    task: str
    samples: Pcm


def of_manifest(manifest: Path) -> list[Voice]:
    """The clips that a training on this manifest hears; nobody who is kept out of training."""
    clips = divided(read(manifest).clips, Request(manifest, manifest.parent)).training
    people = {name: number for number, name in enumerate(dict.fromkeys(clip.speaker for clip in clips))}
    middle = {ill: _middle_age([clip for clip in clips if clip.dysarthric == ill]) for ill in (True, False)}
    return [
        Voice(people[clip.speaker], (clip.age or 0) > middle[clip.dysarthric], clip.task, load(clip.path))
        for clip in clips
    ]


def _middle_age(clips: list[Clip]) -> float:
    return float(np.median([clip.age for clip in clips if clip.age is not None] or [0.0]))


def of_phantoms(people: int, seed: int) -> list[Voice]:
    """Every second one older: pitch and loudness less steady, a tremor, more breath."""
    return [_of_phantom(number, _phantom(number, seed)) for number in range(people)]


def _of_phantom(number: int, phantom: Phantom) -> Voice:
    samples = from_float(phantom.voice().samples)
    return Voice(number, number % 2 == 1, Task(f"sustained_vowel_{phantom.phoneme}"), samples)


def _phantom(number: int, seed: int) -> Phantom:
    rng = np.random.default_rng((seed, number))
    older = number % 2 == 1
    unsteady = float(np.exp(rng.normal(0.5 if older else 0.0, 0.3)))
    return Phantom(
        seed=seed + number,
        f0_hz=float(np.clip(rng.normal(160, 40), 80, 320)),
        duration_s=2.5,
        phoneme="ai"[number // 2 % 2],
        jitter=0.005 * unsteady,
        shimmer=0.02 * unsteady,
        drift=0.01 * unsteady,
        breath=float(0.1 * np.exp(rng.normal(0.3 if older else 0.0, 0.3))),
        f0_tremor=Tremor(5, 0.02) if older else None,
        upper_formants=True,
    )

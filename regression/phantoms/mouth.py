"""From the source to the sound at the mouth: a sustained vowel, or a train of syllables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from regression.phantoms.envelope import raised
from regression.phantoms.source import Signal
from regression.phantoms.syllables import Syllable, bursts, sounding, vowel_gate
from regression.phantoms.tract import draw_tract

RAMP_S = 0.04


@dataclass(frozen=True, slots=True)
class Articulation:
    """How the formants are: see `Phantom`."""

    wander: float
    upper_formants: bool


@dataclass(frozen=True, slots=True)
class Mouth:
    """sound: all of it; breath: the part of it that is noise; sounds: where it is neither closure nor pause."""

    sound: Signal
    breath: Signal
    sounds: NDArray[np.bool_]

    def scaled(self, peak: float) -> Mouth:
        largest = np.abs(self.sound).max()
        return Mouth(peak * self.sound / largest, peak * self.breath / largest, self.sounds)


def sustained(
    rng: np.random.Generator, pulses: Signal, breath: Signal, phoneme: str, articulation: Articulation
) -> Mouth:
    tract = draw_tract(rng, pulses.size, phoneme, articulation.wander, articulation.upper_formants)
    envelope = raised(pulses.size, RAMP_S)
    return Mouth(
        tract.filter(pulses + breath) * envelope, tract.filter(breath) * envelope, np.ones(pulses.size, np.bool_)
    )


def train(
    rng: np.random.Generator,
    pulses: Signal,
    breath: Signal,
    syllables: tuple[Syllable, ...],
    articulation: Articulation,
) -> Mouth:
    sound, noise = np.zeros(pulses.size), np.zeros(pulses.size)
    for vowel in sorted({syllable.vowel for syllable in syllables}):
        tract = draw_tract(rng, pulses.size, vowel, articulation.wander, articulation.upper_formants)
        gate = vowel_gate(syllables, vowel, pulses.size)
        voice, breathy = tract.filter(pulses + breath), tract.filter(breath)
        # Equally loud, since the tract alone makes an /i/ 10 dB weaker than an /a/.
        level = np.sqrt(np.mean(voice**2))
        sound += voice * gate / level
        noise += breathy * gate / level
    burst = bursts(rng, syllables, pulses.size)
    return Mouth(sound + burst, noise + burst, sounding(syllables, pulses.size))

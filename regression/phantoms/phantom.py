"""A phantom: every parameter of a synthetic voice, and its sound with what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from registry.pcm import SAMPLE_RATE
from regression.phantoms.channel import Channel
from regression.phantoms.mouth import RAMP_S, Articulation, Mouth, sustained, train
from regression.phantoms.source import Cycles, Tremor, draw_cycles, glottal_sound
from regression.phantoms.syllables import Syllable, Syllables, draw_syllables
from regression.phantoms.truth import Truth, truth_of

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SyntheticVoice:
    """samples: mono, 16 kHz, in [-1, 1]."""

    name: str
    samples: Samples
    truth: Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Phantom:
    """The same parameters give the same voice.

    variant           what sets it apart, for its name
    phoneme           of a sustained vowel; `syllables` replaces it by a train
    jitter, shimmer   standard deviation of a cycle's period and amplitude about their mean, relative
    breath            noise of the breath relative to the pulses (root mean square, before the formants)
    drift             depth of a slow wave (0.4 Hz) of F0, relative; its mean over the clip is about 0
    wander            how far the formants move about, slowly and each for itself, as a living tongue does; relative
    upper_formants    energy up to 8 kHz instead of 4 kHz
    margin_s          background alone at either end, within `duration_s`
    peak              largest sample of the voice
    """

    seed: int
    variant: str = ""
    f0_hz: float = 120.0
    duration_s: float = 4.0
    phoneme: str = "a"
    syllables: Syllables | None = None
    jitter: float = 0.006
    shimmer: float = 0.02
    f0_tremor: Tremor | None = None
    amplitude_tremor: Tremor | None = None
    breath: float = 0.1
    drift: float = 0.01
    wander: float = 0.05
    upper_formants: bool = False
    channel: Channel = field(default_factory=Channel)
    margin_s: float = 0.15
    peak: float = 0.5

    def __post_init__(self) -> None:
        if self._size - 2 * self._margin < 2 * round(RAMP_S * SAMPLE_RATE):
            raise ValueError("duration_s is too short for its margins")

    @property
    def name(self) -> str:
        """Says "synthetic", whatever the parameters are."""
        kind = f"syllables-{self.syllables.text}" if self.syllables else f"vowel-{self.phoneme}"
        return f"synthetic-{kind}-{self.f0_hz:.0f}hz" + (f"-{self.variant}" if self.variant else "")

    def voice(self) -> SyntheticVoice:
        rng = np.random.default_rng(self.seed)
        cycles = self._cycles(rng)
        mouth, syllables = self._mouth(rng, cycles)
        background = self.channel.background(rng, self._size, float(np.mean(mouth.sound[mouth.sounds] ** 2)))
        heard = self._heard(mouth)
        background = self.channel.limited(background)
        clip = self.channel.driven(background + heard.sound)
        tremors = (self.f0_tremor, self.amplitude_tremor)
        truth = truth_of(cycles, self.margin_s, heard, background, clip, syllables, *tremors)
        return SyntheticVoice(self.name, np.clip(clip, -1.0, 1.0).astype(np.float32), truth)

    @property
    def _size(self) -> int:
        return round(self.duration_s * SAMPLE_RATE)

    @property
    def _margin(self) -> int:
        return round(self.margin_s * SAMPLE_RATE)

    @property
    def _voice_size(self) -> int:
        return self._size - 2 * self._margin

    def _cycles(self, rng: np.random.Generator) -> Cycles:
        return draw_cycles(
            rng,
            self._voice_size / SAMPLE_RATE,
            self.f0_hz,
            self.jitter,
            self.shimmer,
            self.drift,
            self.f0_tremor,
            self.amplitude_tremor,
        )

    def _mouth(self, rng: np.random.Generator, cycles: Cycles) -> tuple[Mouth, tuple[Syllable, ...]]:
        pulses, breath = glottal_sound(rng, cycles, self._voice_size, self.breath)
        articulation = Articulation(self.wander, self.upper_formants)
        if self.syllables is None:
            return sustained(rng, pulses, breath, self.phoneme, articulation).scaled(self.peak), ()
        syllables = draw_syllables(rng, self.syllables, self._voice_size / SAMPLE_RATE)
        return train(rng, pulses, breath, syllables, articulation).scaled(self.peak), syllables

    def _heard(self, mouth: Mouth) -> Mouth:
        """Within its margins, and behind the band limit."""
        sound, breath = np.pad(mouth.sound, self._margin), np.pad(mouth.breath, self._margin)
        return Mouth(self.channel.limited(sound), self.channel.limited(breath), np.pad(mouth.sounds, self._margin))

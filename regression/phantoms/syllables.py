"""A train of syllables: each a closure, a burst of noise as of p, t or k, and a vowel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from registry.pcm import SAMPLE_RATE
from regression.phantoms.envelope import raised
from regression.phantoms.source import Signal
from regression.phantoms.tract import FORMANTS_HZ

# Where the burst has its energy (Stevens 1998): lips low, tongue tip high, back of the tongue between.
_BURST_HZ = {"p": (300.0, 1500.0), "t": (3000.0, 6500.0), "k": (1300.0, 2800.0)}
_BURST_S = 0.012
_BURST_RMS = 0.25
_RAMP_S = 0.02


@dataclass(frozen=True, slots=True)
class Syllables:
    """How the train goes.

    text          consonants p, t, k and vowels a, i, u in turn, repeated as long as the clip lasts
    per_s         syllables per second, pauses not counted
    irregularity  standard deviation of a syllable's duration, relative
    closure       share of a syllable that is silent before its burst
    phrase        a pause after so many syllables; 0 for none
    pause_s       length of that pause
    """

    text: str = "pataka"
    per_s: float = 4.0
    irregularity: float = 0.05
    closure: float = 0.3
    phrase: int = 0
    pause_s: float = 0.5

    def __post_init__(self) -> None:
        known = all(c in _BURST_HZ and v in FORMANTS_HZ for c, v in self.pairs)
        if not self.text or len(self.text) % 2 or not known:
            raise ValueError(f"text {self.text!r}: need pairs of one of p, t, k and one of a, i, u")
        if not 0 < self.per_s <= 10 or not 0 <= self.closure <= 0.6:
            raise ValueError("need 0 < per_s <= 10 and 0 <= closure <= 0.6")

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple(zip(self.text[::2], self.text[1::2], strict=False))


@dataclass(frozen=True, slots=True)
class Syllable:
    """Times in s from the beginning of the voice. `release` ends the closure; the vowel goes from there to `end`."""

    begin: float
    release: float
    end: float
    consonant: str
    vowel: str


def draw_syllables(rng: np.random.Generator, plan: Syllables, duration_s: float) -> tuple[Syllable, ...]:
    """As many as fit."""
    drawn: list[Syllable] = []
    begin = 0.0
    while True:
        length = (1 + plan.irregularity * float(np.clip(rng.standard_normal(), -3, 3))) / plan.per_s
        if begin + length > duration_s:
            break
        consonant, vowel = plan.pairs[len(drawn) % len(plan.pairs)]
        drawn.append(Syllable(begin, begin + plan.closure * length, begin + length, consonant, vowel))
        begin += length
        if plan.phrase and len(drawn) % plan.phrase == 0:
            begin += plan.pause_s
    if not drawn:
        raise ValueError("duration_s is too short for a syllable")
    return tuple(drawn)


def vowel_gate(syllables: tuple[Syllable, ...], vowel: str, size: int) -> Signal:
    """1 within the syllables with this vowel, else 0, with soft edges."""
    gate = np.zeros(size)
    for syllable in syllables:
        if syllable.vowel == vowel:
            piece = gate[_at(syllable.release) : _at(syllable.end)]
            piece[:] = raised(piece.size, _RAMP_S)
    return gate


def bursts(rng: np.random.Generator, syllables: tuple[Syllable, ...], size: int) -> Signal:
    """Relative to vowels of root mean square 1."""
    sound = np.zeros(size)
    length = round(_BURST_S * SAMPLE_RATE)
    for syllable in syllables:
        band = butter(2, _BURST_HZ[syllable.consonant], "bandpass", fs=SAMPLE_RATE, output="sos")
        noise = sosfilt(band, rng.standard_normal(2 * length))[length:] * np.hanning(length)
        piece = sound[_at(syllable.release) :][:length]
        piece += (_BURST_RMS * noise / np.sqrt(np.mean(noise**2)))[: piece.size]
    return sound


def sounding(syllables: tuple[Syllable, ...], size: int) -> NDArray[np.bool_]:
    marks = np.zeros(size, np.bool_)
    for syllable in syllables:
        marks[_at(syllable.release) : _at(syllable.end)] = True
    return marks


def _at(time_s: float) -> int:
    return round(time_s * SAMPLE_RATE)

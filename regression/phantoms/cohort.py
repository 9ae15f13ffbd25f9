"""A simulated cohort: synthetic speakers of two classes, with a known effect between them.

It is for trying the gate and the promotion where real speakers are too few. The classes are called healthy and
dysarthric because a manifest wants so; nobody spoke, and no figure of a cohort says anything about people.

Each speaker has a severity, drawn from a normal distribution of spread 1 whose mean is `effect` higher in the
dysarthric: however well it is heard, it separates the classes with an AUC of no more than
Phi(effect / sqrt(2)), 0.92 at 2. It shows in the movement of pitch (drift, tremor) and in how rough a voice is (jitter,
shimmer, breath), in men more in the first and in women more in the second, each with a spread of its own.

Two microphones are in use, one of which hears nothing above 2.5 kHz. Half of each class was recorded with each. (What
is above 4 kHz the model's front end does not hear either, so a wider one would be no shortcut for it.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from registry.data.manifest import DYSARTHRIC, HEALTHY, SEXES
from regression.phantoms.channel import Channel
from regression.phantoms.phantom import Phantom
from regression.phantoms.source import Tremor
from speechscan.domain.task import Task

CORPUS = "simulated_cohort"
VOWELS = ("a", "i")
EFFECT = 2.0

_F0_HZ = {"m": (118.0, 0.10), "f": (205.0, 0.09)}
# How much of the severity shows in (pitch, roughness).
_SHOWS = {"m": (1.0, 0.25), "f": (0.25, 1.0)}
_OWN_SPREAD, _TAKE_SPREAD = 0.5, 0.35
_ROOM_DB = (-64.0, -58.0)
_MICROPHONES_HZ = (None, 2500.0)
_VOICE_S, _MARGIN_S = 2.5, 0.4


@dataclass(frozen=True, slots=True)
class CohortClip:
    """label: what the manifest says, which may be wrong. made: the class that the voice was made for."""

    phantom: Phantom
    speaker: str
    sex: str
    age: float
    label: str
    made: str

    @property
    def task(self) -> Task:
        return Task(f"sustained_vowel_{self.phantom.phoneme}")


@dataclass(frozen=True, slots=True)
class Flaws:
    """What is wrong with a cohort's recordings or labels; by default nothing.

    label_noise      share of the speakers whose label is the other one, in both classes alike
    label_noise_sex  among the speakers of this sex only
    shortcut         all dysarthric speakers were recorded with the one microphone, all others with the other
    """

    label_noise: float = 0.0
    label_noise_sex: str = ""
    shortcut: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.label_noise <= 1:
            raise ValueError("label_noise is a share, from 0 to 1")
        if self.label_noise_sex not in ("", *SEXES):
            raise ValueError("label_noise_sex is f, m or nothing")


SOUND = Flaws()


def cohort(
    speakers: int, seed: int, *, effect: float = EFFECT, takes: int = 1, flaws: Flaws = SOUND
) -> tuple[CohortClip, ...]:
    """Half of each class, half of each sex; `takes` of each vowel a speaker. Speakers of two seeds are different
    people, and those of one seed are the same whatever flaws the set has."""
    drawn = [_speaker(number, seed, effect) for number in range(speakers)]
    labels = _labels(drawn, seed, flaws)
    return tuple(
        clip
        for one, label in zip(drawn, labels, strict=True)
        for clip in _clips(one, label, takes, _microphone(one, label, flaws.shortcut))
    )


@dataclass(frozen=True, slots=True)
class _Speaker:
    """pitch, roughness: how far they are out of the ordinary, in spreads of the healthy"""

    number: int
    name: str
    made: str
    sex: str
    age: float
    f0_hz: float
    pitch: float
    roughness: float
    room_db: float
    seed: int


def _speaker(number: int, seed: int, effect: float) -> _Speaker:
    rng = np.random.default_rng([seed, number])
    made, sex = (HEALTHY, DYSARTHRIC)[number % 2], SEXES[number // 2 % 2]
    severity = rng.standard_normal() + effect * (made == DYSARTHRIC)
    mean, spread = _F0_HZ[sex]
    own = _OWN_SPREAD * rng.standard_normal(2)
    pitch, roughness = (share * severity + one for share, one in zip(_SHOWS[sex], own, strict=True))
    return _Speaker(
        number=number,
        name=f"synthetic-{seed}-{number:04d}",
        made=made,
        sex=sex,
        age=float(rng.integers(40, 80)),
        f0_hz=float(mean * np.exp(spread * np.clip(rng.standard_normal(), -2, 2))),
        pitch=pitch,
        roughness=roughness,
        room_db=float(rng.uniform(*_ROOM_DB)),
        seed=int(rng.integers(2**31)),
    )


def _labels(speakers: list[_Speaker], seed: int, flaws: Flaws) -> list[str]:
    other = {HEALTHY: DYSARTHRIC, DYSARTHRIC: HEALTHY}
    labels = [speaker.made for speaker in speakers]
    rng = np.random.default_rng([seed, len(speakers)])
    for sex in SEXES:
        for made in other:
            own = [i for i, speaker in enumerate(speakers) if (speaker.sex, speaker.made) == (sex, made)]
            share = flaws.label_noise if flaws.label_noise_sex in ("", sex) else 0.0
            for index in rng.permutation(own)[: round(share * len(own))]:
                labels[index] = other[made]
    return labels


def _microphone(speaker: _Speaker, label: str, shortcut: bool) -> float | None:
    """Where it ends, Hz. The numbers modulo 4 are class and sex, so the next bit is independent of both."""
    return _MICROPHONES_HZ[label == DYSARTHRIC if shortcut else speaker.number // 4 % 2]


def _clips(speaker: _Speaker, label: str, takes: int, ends_hz: float | None) -> Iterator[CohortClip]:
    rng = np.random.default_rng(speaker.seed)
    channel = Channel(room_db=speaker.room_db, band_limit_hz=ends_hz)
    for take in range(takes):
        for vowel in VOWELS:
            phantom = _phantom(speaker, vowel, take, channel, rng)
            yield CohortClip(phantom, speaker.name, speaker.sex, speaker.age, label, speaker.made)


def _phantom(speaker: _Speaker, vowel: str, take: int, channel: Channel, rng: np.random.Generator) -> Phantom:
    """The spreads are in logarithms: a voice that is rougher by one spread has 1.4 times the jitter."""
    drift, tremor, swell, jitter, shimmer, breath = np.exp(
        0.35 * (np.repeat([speaker.pitch, speaker.roughness], 3) + _TAKE_SPREAD * rng.standard_normal(6))
    )
    return Phantom(
        seed=int(rng.integers(2**31)),
        variant=f"{speaker.name.removeprefix('synthetic-')}-{take + 1}",
        f0_hz=speaker.f0_hz * float(np.exp(0.03 * rng.standard_normal())),
        duration_s=_VOICE_S + 2 * _MARGIN_S,
        phoneme=vowel,
        jitter=min(0.004 * jitter, 0.04),
        shimmer=min(0.02 * shimmer, 0.2),
        breath=min(0.06 * breath, 0.6),
        drift=min(0.008 * drift, 0.1),
        f0_tremor=Tremor(float(rng.uniform(4, 7)), min(0.004 * tremor, 0.08)),
        amplitude_tremor=Tremor(float(rng.uniform(4, 7)), min(0.03 * swell, 0.4)),
        upper_formants=True,
        channel=channel,
        margin_s=_MARGIN_S,
        peak=float(rng.uniform(0.3, 0.7)),
    )

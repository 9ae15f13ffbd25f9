"""Clips and scores as if versions had said them, for the tests of the gate."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from registry.data.manifest import DYSARTHRIC, HEALTHY
from regression.gate.duel import Duel
from regression.references.reference import Kind, Reference, ReferenceClip
from regression.scored import Scored
from speechscan.domain.verdict import Status

THRESHOLD, BAND = 0.5, (0.45, 0.55)


def clip(number: int, label: str = HEALTHY, **more) -> ReferenceClip:
    told = {
        "speaker": f"s{number}",
        "sex": "fm"[number % 2],
        "task": "sustained_vowel_a",
        "corpus": "made",
        "snr_db": 30.0,
    }
    sha256 = hashlib.sha256(str(number).encode()).hexdigest()
    return ReferenceClip(sha256, label=label, seconds=3.0, **{**told, **more})


def said(of: ReferenceClip, probability: float, status: Status | None = None, **measurements: float) -> Scored:
    if status is None:
        low, high = BAND
        decided = Status.HEALTHY if probability <= low else Status.DYSARTHRIC
        status = Status.INCONCLUSIVE if low < probability < high else decided
    return Scored(of, float(probability), familiar=True, status=status, measurements=measurements)


def reference(clips: Sequence[ReferenceClip], name: str = "made") -> Reference:
    sha256 = hashlib.sha256("".join(one.sha256 for one in clips).encode()).hexdigest()
    return Reference(name, 1, Kind.CLINICAL, sha256, tuple(clips), datetime(2026, 1, 1, tzinfo=UTC))


def people(speakers: int, takes: int = 2) -> list[ReferenceClip]:
    """Half of each class, half of each sex."""
    return [
        clip(
            takes * speaker + take,
            (HEALTHY, DYSARTHRIC)[speaker // 2 % 2],
            speaker=f"s{speaker}",
            sex="fm"[speaker % 2],
        )
        for speaker in range(speakers)
        for take in range(takes)
    ]


def logits(clips: Sequence[ReferenceClip], effect: float = 3.0, noise: float = 0.3, seed: int = 0) -> np.ndarray:
    """Of a version that hears the classes `effect` apart. The speakers are those of seed 0, so that versions err on the
    same people; noise is the version's own."""
    names = sorted({one.speaker for one in clips})
    voices = dict(zip(names, np.random.default_rng(0).standard_normal(len(names)), strict=True))
    own = noise * np.random.default_rng(seed + 1).standard_normal(len(clips))
    ill = np.array([one.dysarthric for one in clips])
    return np.array([voices[one.speaker] for one in clips]) + effect * (ill - 0.5) + own


def scores(clips: Sequence[ReferenceClip], of: np.ndarray) -> list[Scored]:
    return [said(one, 1 / (1 + np.exp(-logit))) for one, logit in zip(clips, of, strict=True)]


def duel(clips: Sequence[ReferenceClip], champion: np.ndarray, challenger: np.ndarray) -> Duel:
    """By logits."""
    thresholds = (THRESHOLD, THRESHOLD)
    return Duel(reference(clips), scores(clips, champion), scores(clips, challenger), thresholds)

"""The phantoms as a reference set. It is made from the seeds wherever it is needed, so it lies in no store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from registry.data.sound import digest
from registry.pcm import SAMPLE_RATE, Pcm, from_float
from regression.phantoms import CATALOGUE, Phantom
from regression.phantoms.catalogue import catalogue_voice
from regression.references.description import described_snr
from regression.references.reference import Kind, Reference, ReferenceClip
from speechscan.audio import quality
from speechscan.domain.task import Task

NAME = "phantoms"
VERSION = 1
CORPUS = "phantoms"
_SINCE = datetime(2026, 11, 1, tzinfo=UTC)


@cache
def phantom_reference() -> Reference:
    """All of the catalogue. The first call makes every voice, which takes some seconds.

    Its hash is of the phantoms' parameters, not of their samples, whose last bits another processor may round
    otherwise: golden scores must be found there too."""
    clips = tuple(_clip(phantom, phantom_sound(phantom.name)) for phantom in CATALOGUE.values())
    return Reference(NAME, VERSION, Kind.PHANTOMS, _sha256(), clips, _SINCE)


def phantom_sounds(clip: ReferenceClip) -> Pcm:
    """Of a clip of `phantom_reference()`."""
    if clip.phantom is None:
        raise ValueError("not a clip of a phantom")
    return phantom_sound(clip.phantom).copy()


@cache
def phantom_sound(name: str) -> Pcm:
    """Not to be written to. All of them together are 6 MB."""
    samples = from_float(catalogue_voice(name).samples)
    samples.flags.writeable = False
    return samples


def _clip(phantom: Phantom, samples: Pcm) -> ReferenceClip:
    return ReferenceClip(
        sha256=digest(samples),
        speaker=phantom.name,
        label=None,
        seconds=samples.size / SAMPLE_RATE,
        task=Task.SYLLABLES if phantom.syllables else Task(f"sustained_vowel_{phantom.phoneme}"),
        corpus=CORPUS,
        snr_db=described_snr(quality.measure(samples)),
        phantom=phantom.name,
    )


def _sha256() -> str:
    told = [[name, _parameters(phantom)] for name, phantom in sorted(CATALOGUE.items())]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _parameters(value: Any) -> Any:
    """As they were given, without those that have their default: a new kind of parameter makes no other set."""
    return dict(_given(value)) if is_dataclass(value) else value


def _given(value: Any) -> Iterator[tuple[str, Any]]:
    for field in fields(value):
        default = field.default if field.default_factory is MISSING else field.default_factory()
        if (own := getattr(value, field.name)) != default:
            yield field.name, _parameters(own)

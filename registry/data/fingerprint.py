"""Sets of clips and speakers as digests: whether two trainings heard the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from registry.data.manifest import Clip


def fingerprint(clips: Iterable[Clip], sounds: Mapping[Path, str]) -> str:
    """SHA-256 over sounds, speakers and labels, whatever the order, the files' names and their formats.

    sounds: SHA-256 of the decoded samples by path"""
    rows = sorted(f"{sounds[clip.path]} {clip.speaker} {clip.label}" for clip in clips)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def speaker_key(corpus: str, speaker: str) -> str:
    """Who spoke, without the name: two sets that share a key share a speaker."""
    return hashlib.sha256(f"{corpus}\0{speaker}".encode()).hexdigest()

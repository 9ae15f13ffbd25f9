"""The speakers whom no training may hear: the clinical reference set.

The rule: within each class and sex of the training corpus the speakers are ordered by the SHA-256 of their name, and
the first fifth (rounded) is kept out. It was applied before any model had scored a clip; the list is in the file
beside this module, so that a manifest that grows later cannot move a speaker from one side to the other.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from registry.data.manifest import Clip

LIST = Path(__file__).parent / "held_out_speakers.txt"
SHARE = 0.2


def listed(path: Path = LIST) -> frozenset[str]:
    lines = (line.strip() for line in path.read_text().splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def by_rule(clips: Iterable[Clip], share: float = SHARE) -> list[str]:
    strata: dict[tuple[bool, str], set[str]] = defaultdict(set)
    for clip in clips:
        strata[clip.dysarthric, clip.sex].add(clip.speaker)
    return sorted(name for names in strata.values() for name in _first(names, share))


def _first(names: set[str], share: float) -> list[str]:
    ordered = sorted(names, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    return ordered[: round(share * len(ordered))]


def split(clips: Sequence[Clip], kept_out: frozenset[str]) -> tuple[list[Clip], list[Clip]]:
    """(for training, kept out)"""
    return [c for c in clips if c.speaker not in kept_out], [c for c in clips if c.speaker in kept_out]

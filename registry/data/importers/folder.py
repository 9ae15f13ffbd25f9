"""Recordings of one's own, sorted into folders.

    healthy/anna/1.wav      label, speaker; deeper folders belong to the speaker
    healthy/anna_1.wav      label; the speaker is the name up to the first underscore, or all of it

A speaker is told by that name alone: two people need two names, also where one is healthy and the other is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from registry.data.errors import BadManifest
from registry.data.importers.base import Imported, existing, recordings, some
from registry.data.manifest import LABELS, Clip

LAYOUT = "healthy/SPEAKER/*.wav or healthy/SPEAKER_*.wav, and dysarthric likewise."


def folder(folder: Path, labels: Mapping[str, str] | None = None) -> Imported:
    """labels: from a folder's name to its label, for folders that are not named after one"""
    if unknown := sorted(set((labels or {}).values()) - set(LABELS)):
        raise BadManifest(f"{unknown[0]!r} is not a label. The labels are {' and '.join(LABELS)}.")
    root, clips, left_out = existing(folder), list[Clip](), Counter[str]()
    meant = {**{label: label for label in LABELS}, **(labels or {})}
    for path in recordings(root):
        top, *below = path.relative_to(root).parts
        if below and top in meant:
            clips.append(Clip(path=path, label=meant[top], speaker=_speaker(below)))
        else:
            left_out["it lies in no folder that is named after a label"] += 1
    return Imported(some(clips, folder, LAYOUT), left_out)


def _speaker(below: list[str]) -> str:
    return below[0] if len(below) > 1 else Path(below[0]).stem.partition("_")[0]

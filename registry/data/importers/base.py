"""What an importer gives, and how it finds files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from registry.data.errors import NothingToImport
from registry.data.manifest import Clip

SUFFIXES = (".wav", ".flac", ".mp3", ".ogg", ".m4a", ".webm")


@dataclass(frozen=True, slots=True)
class Imported:
    """left_out: number of recordings by the reason why they are no clips"""

    clips: tuple[Clip, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)


def recordings(folder: Path) -> list[Path]:
    """Every audio file at any depth, in one order on every machine. Linked folders are followed, and what macOS and
    editors hide is left out."""
    found: list[Path] = []
    seen: set[str] = set()
    for here, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(here)
        folders[:] = [] if real in seen else sorted(name for name in folders if not name.startswith("."))
        if real not in seen:  # else a link leads back
            found += [Path(here, name) for name in names if _is_audio(name)]
        seen.add(real)
    return sorted(found)


def _is_audio(name: str) -> bool:
    return not name.startswith(".") and name.lower().endswith(SUFFIXES)


def existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise NothingToImport(f"There is no folder {folder}.")
    return Path(os.path.abspath(folder))


def some(clips: list[Clip], folder: Path, layout: str) -> tuple[Clip, ...]:
    if not clips:
        raise NothingToImport(f"No recording below {folder} has the expected layout: {layout}")
    return tuple(clips)

"""What an importer gives, and how it finds files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


def recordings(folder: Path) -> Iterator[Path]:
    """Every audio file at any depth, in one order on every machine. What macOS and editors hide is left out."""
    for path in sorted(folder.rglob("*")):
        below = path.relative_to(folder).parts
        if path.suffix.lower() in SUFFIXES and path.is_file() and not any(part.startswith(".") for part in below):
            yield path


def existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise NothingToImport(f"There is no folder {folder}.")
    return folder.resolve()


def some(clips: list[Clip], folder: Path, layout: str) -> tuple[Clip, ...]:
    if not clips:
        raise NothingToImport(f"No recording below {folder} has the expected layout: {layout}")
    return tuple(clips)

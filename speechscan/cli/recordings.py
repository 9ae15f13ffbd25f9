"""Which files a person means who names files and folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from speechscan.audio.formats import SNIFF_BYTES, sniff
from speechscan.errors import InvalidRequest

# A file's name tells that somebody takes it for sound: then that it is not is worth a word.
_SUFFIXES = {".wav", ".flac", ".mp3", ".ogg", ".opus", ".oga", ".m4a", ".mp4", ".aac", ".webm"}


def recordings(paths: Sequence[Path], recursive: bool) -> list[Path]:
    """Named files as they are, also if they do not exist; of folders what is sound by content or name."""
    found: dict[Path, None] = {}
    for path in paths:
        found.update(dict.fromkeys(_within(path, recursive) if path.is_dir() else [path]))
    if not found:
        raise InvalidRequest("There are no recordings in these folders. --recursive looks into the folders within.")
    return list(found)


def _within(folder: Path, recursive: bool) -> Iterator[Path]:
    pattern = "**/*" if recursive else "*"
    for path in sorted(folder.glob(pattern)):
        if path.is_file() and (path.suffix.lower() in _SUFFIXES or _is_sound(path)):
            yield path


def _is_sound(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return sniff(file.read(SNIFF_BYTES)) is not None
    except OSError:
        return False

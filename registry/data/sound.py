"""A clip's samples, whatever format and rate its file has. Read in this process: the files are the user's own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from registry.pcm import SAMPLE_RATE, Pcm, from_bytes
from speechscan.audio.decode import decode
from speechscan.audio.recording import DurationBounds
from speechscan.errors import RecordingError

# A spoken digit lasts 0.4 s, a quick one 0.16 s; the longest recording that is screened 60 s.
BOUNDS = DurationBounds(min_s=0.1, max_s=60.0)
# 60 s at 192 kHz, stereo, 32 bits are 92 MB.
LARGEST_BYTES = 200_000_000

_REASONS = {
    "empty": "it is empty",
    "unreadable": "it cannot be decoded as audio",
    "too_short": f"it is shorter than {BOUNDS.min_s:g} s",
    "too_long": f"it is longer than {BOUNDS.max_s:g} s",
    "decode_limits": "it holds more samples than are allowed",
}


class UnusableClip(Exception):
    """The text completes 'The file cannot be used: ...'. It does not name the file, whose name may name a person."""


@dataclass(frozen=True, slots=True)
class Sound:
    """sha256: of the decoded samples, so that a wav and a flac of the same sound are equal."""

    sha256: str
    seconds: float


def load(path: Path) -> Pcm:
    """16 kHz mono. Raises UnusableClip."""
    try:
        return from_bytes(decode(_bytes(path), BOUNDS).pcm16)
    except RecordingError as error:
        raise UnusableClip(_REASONS.get(error.code, error.detail)) from error


def examine(path: Path) -> Sound:
    """Raises UnusableClip."""
    samples = load(path)
    return Sound(digest(samples), samples.size / SAMPLE_RATE)


def digest(samples: Pcm) -> str:
    return hashlib.sha256(samples.astype("<i2").tobytes()).hexdigest()


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UnusableClip(f"it is larger than {LARGEST_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnusableClip("it is not there") from error
    except OSError as error:
        raise UnusableClip(f"it cannot be opened ({error.strerror})") from error
    except ValueError as error:  # a NUL in it
        raise UnusableClip("its path is none") from error

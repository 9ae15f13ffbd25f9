"""What decoding gives, and within which bounds. No codec library is needed to import this."""

from __future__ import annotations

from dataclasses import dataclass

from speechscan.domain.quality import Quality
from speechscan.errors import RecordingError

SAMPLE_RATE = 16_000


@dataclass(frozen=True, slots=True)
class Recording:
    """A decoded recording.

    pcm16   16 kHz mono, 16 bit, little-endian: what the scorer takes
    flac    the same samples as a FLAC file: what the store keeps
    """

    pcm16: bytes
    flac: bytes
    quality: Quality


@dataclass(frozen=True, slots=True)
class DurationBounds:
    """Shortest and longest recording that is screened, s."""

    min_s: float
    max_s: float


def decode_limits(what: str) -> RecordingError:
    """The error of a recording whose decoding was stopped."""
    return RecordingError(
        "decode_limits",
        f"Decoding was stopped: {what}. Save the recording as 16 kHz mono WAV or FLAC and send that file.",
    )

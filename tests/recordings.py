"""Small audio files for tests: tones, so that nobody takes them for people."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile


def write_tone(path: Path, hz: float, seconds: float = 0.3, rate: int = 16_000) -> Path:
    """The format follows the name; two frequencies are two sounds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tone = 0.3 * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)
    soundfile.write(path, np.round(tone * 32767).astype(np.int16), rate)
    return path


def touch(path: Path) -> Path:
    """A file that only its name matters of."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path

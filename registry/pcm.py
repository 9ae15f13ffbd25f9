"""The form in which sound reaches a model: 16 kHz mono, 16 bits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000

Pcm = NDArray[np.int16]


def from_bytes(data: bytes) -> Pcm:
    """A copy: torch warns of arrays that cannot be written to."""
    return np.frombuffer(data, dtype="<i2").astype(np.int16)


def from_float(samples: NDArray[np.floating]) -> Pcm:
    """Samples in [-1, 1] to 16 bits."""
    return np.clip(np.round(samples * 32768.0), -32768, 32767).astype(np.int16)

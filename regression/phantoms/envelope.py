"""Rise and fall of a sound."""

from __future__ import annotations

import numpy as np

from registry.pcm import SAMPLE_RATE
from regression.phantoms.source import Signal


def raised(size: int, ramp_s: float) -> Signal:
    """1 with a raised-cosine rise and fall, so that the ends do not click. Shorter ramps where they do not fit."""
    length = min(round(ramp_s * SAMPLE_RATE), size // 2)
    envelope = np.ones(size)
    if length:
        ramp = 0.5 * (1 - np.cos(np.pi * np.arange(length) / length))
        envelope[:length] = ramp
        envelope[-length:] = ramp[::-1]
    return envelope

"""One fixed sound that every version scores when it is loaded: if the score is not the one that was stored with the
version, this machine's runtime computes something else than the model, and the version is refused."""

from __future__ import annotations

import numpy as np

from registry.bundle import Golden
from registry.pcm import SAMPLE_RATE, Pcm, from_float

TOLERANCE = 1e-3


def golden_clip() -> Pcm:
    """Two seconds of a buzz at about 110 Hz whose timbre sways. Made of elementary functions only, so that every
    machine makes the same samples."""
    time = np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE
    phase = 2 * np.pi * (110 * time + np.sin(2 * np.pi * 0.7 * time) / np.pi)
    harmonics = [np.sin(n * phase) / n * (1 + 0.5 * np.sin(time * (3 + n))) for n in range(1, 31)]
    return from_float(0.15 * np.sum(harmonics, axis=0))


def difference(found: Golden, stored: Golden) -> float:
    """Of the distances, which may be large, relative to the stored one."""
    distance = abs(found.task_distance - stored.task_distance) / max(1.0, stored.task_distance)
    return max(abs(found.probability - stored.probability), distance)

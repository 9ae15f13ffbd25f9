"""What the samples' values say by themselves: peak, clipping, DC offset."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speechscan.audio.quality.frames import FULL_SCALE, NO_LEVEL_DBFS

Samples = NDArray[np.int16]


def peak_dbfs(samples: Samples) -> float:
    peak = max(int(samples.max()), -int(samples.min()))
    return 20 * float(np.log10(peak / FULL_SCALE)) if peak else NO_LEVEL_DBFS


def dc_offset(samples: Samples) -> float:
    """Mean of the samples, full scale = 1."""
    return float(samples.mean(dtype=np.float64)) / FULL_SCALE


def clipped_share(samples: Samples) -> float:
    """Samples at full scale with a neighbour at the same end of the scale.

    One alone is a peak that just fits: a sine at full scale has one in each half wave.
    """
    ends = ((int(samples.max()), 32767), (int(samples.min()), -32768))
    return sum(_in_runs(samples == end) for reached, end in ends if reached == end) / samples.size


def _in_runs(marked: NDArray[np.bool_]) -> int:
    """How many marked samples have a marked neighbour."""
    pairs = marked[1:] & marked[:-1]
    beside = np.zeros_like(marked)
    beside[1:] |= pairs
    beside[:-1] |= pairs
    return int(beside.sum())

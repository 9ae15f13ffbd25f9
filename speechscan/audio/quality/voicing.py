"""Which frames hold a periodic sound, as a voice is.

Generalised autocorrelation (Tolonen and Karjalainen 2000): the inverse transform of the magnitude spectrum, 60 Hz to
1.5 kHz, to the power 2/3, so that neither one strong harmonic nor the slope of a noise passes for a period. Its highest
peak at a lag of 1/450 to 1/60 s, over its value at lag 0, is the periodicity.

Measured, median of three frames: 10 minutes of white, pink and brown noise stay below 0.148. Vowels of 80 to 350 Hz in
white noise have a median of 0.18 to 0.33 at 5 dB SNR and of 0.24 to 0.43 at 10 dB.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speechscan.audio.quality.frames import FFT_SIZE, LOW_BINS, Frames
from speechscan.audio.recording import SAMPLE_RATE

_PERIODICITY = 0.15
_LOWEST_HZ, _HIGHEST_HZ = 60.0, 450.0
_SKIPPED_BINS = 4  # below 60 Hz: rumble
_LAGS = 2 * (LOW_BINS - 1)
_LAG_RATE = SAMPLE_RATE * _LAGS / FFT_SIZE  # 3 kHz
_SHORTEST = int(_LAG_RATE / _HIGHEST_HZ)
_LONGEST = int(np.ceil(_LAG_RATE / _LOWEST_HZ))


def voiced_frames(frames: Frames) -> NDArray[np.bool_]:
    return np.asarray(_median_of_three(periodicity(frames)) >= _PERIODICITY)


def periodicity(frames: Frames) -> NDArray[np.float32]:
    """Of each frame, 0 to 1."""
    magnitude = np.cbrt(frames.low)
    magnitude[:, :_SKIPPED_BINS] = 0
    correlation = np.fft.irfft(magnitude, _LAGS)
    lags = correlation[:, _SHORTEST : _LONGEST + 1]
    inner = lags[:, 1:-1]
    is_peak = (inner >= lags[:, :-2]) & (inner >= lags[:, 2:])
    highest = np.where(is_peak, inner, 0).max(axis=1)
    return np.asarray(highest / np.maximum(correlation[:, 0], np.finfo(np.float32).tiny), dtype=np.float32)


def _median_of_three(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """With either neighbour; a frame alone is neither voice nor a gap in it."""
    padded = np.pad(values, 1, mode="edge")
    return np.asarray(np.median([padded[:-2], padded[1:-1], padded[2:]], axis=0), dtype=np.float32)

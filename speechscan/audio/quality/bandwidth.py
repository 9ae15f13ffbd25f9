"""The frequency at which the speech ends: above it nothing stands out of the background.

Mean spectra of the speech and of the background frames in bands of 125 Hz. A band is heard if the speech is 3 dB above
the floor in it: the background there, or 70 dB below the speech's strongest band, or the rounding noise of 16 bits.
The speech ends with the highest heard band that has another one within 500 Hz below (harmonics of a high voice leave
bands empty; chance does not fill two).

Without background frames only the absolute floors are left, so noise in a vowel without a pause counts as heard.
"""

from __future__ import annotations

import numpy as np

from speechscan.audio.quality.activity import Activity, Marks
from speechscan.audio.quality.frames import BAND_BINS, FFT_SIZE, ROUNDING_NOISE, WINDOW_POWER, Floats, Frames
from speechscan.audio.recording import SAMPLE_RATE

_BAND_HZ = BAND_BINS * SAMPLE_RATE / FFT_SIZE
_ABOVE = 2.0  # 3 dB
# What a resampler or a codec leaves above the end of its band lies deeper under the strongest one.
_RANGE = 1e-7  # 70 dB
_NEIGHBOURS = 4  # 500 Hz


def bandwidth_hz(frames: Frames, activity: Activity) -> float | None:
    """None without speech, or where it stands out nowhere."""
    if not activity.speech.any():
        return None
    voice = _bands(frames, activity.speech)
    floor = np.full_like(voice, max(ROUNDING_NOISE * WINDOW_POWER, _RANGE * float(voice.max())))
    if activity.background.any():
        floor = np.maximum(floor, _bands(frames, activity.background))
    heard = np.flatnonzero(voice >= _ABOVE * floor)
    supported = heard[1:][np.diff(heard) < _NEIGHBOURS]
    return float((supported[-1] + 1) * _BAND_HZ) if supported.size else None


def _bands(frames: Frames, marks: Marks) -> Floats:
    return np.asarray(frames.bands[marks].mean(axis=0, dtype=np.float64))

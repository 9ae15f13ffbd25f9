"""Quality of a recording, measured on its 16 kHz mono samples.

Clipping: samples at full scale with a neighbour at the same end of the scale. One alone is a peak that just fits: a
sine at full scale has one in each half wave.

Speech, by an energy rule. The clip is cut into frames of 25 ms. Its upper level is the level that its loudest 0.25 s
reach, its lower level the one that its quietest 0.25 s stay below (seconds, not shares, so that two seconds of speech
in a long recording still set the upper level and a click does not). A frame carries speech if its level is

    >= -60 dBFS, and >= upper - 30 dB, and >= (upper + lower) / 2

where the last condition is left out if upper and lower differ by less than 6 dB: a steady sound is all speech, as a
sustained vowel cut to length is. The rule knows energy only; steady noise passes for speech, and the model's own check
has to tell.

SNR: with S the mean power of the speech frames and N that of the other frames that touch no speech frame (those hold
fade-ins and the room's decay), 10 log10((S - N) / N). N is at least the rounding noise of 16 bits, so digital silence
gives about 90 dB and not infinity. None if fewer than 0.1 s of such frames are there, or if S <= N.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speechscan.audio.recording import SAMPLE_RATE
from speechscan.domain.quality import Quality

FRAME_S = 0.025
_FRAME = round(FRAME_S * SAMPLE_RATE)
_REFERENCE_FRAMES = 10  # 0.25 s
_MIN_NOISE_FRAMES = 4  # 0.1 s

_SILENCE_DBFS = -60.0
_SPEECH_RANGE_DB = 30.0
_STEADY_RANGE_DB = 6.0
_NO_LEVEL_DBFS = -120.0

_FULL_SCALE = 32768.0
_ROUNDING_NOISE = 1 / 12 / _FULL_SCALE**2

Samples = NDArray[np.int16]
Floats = NDArray[np.float64]


def measure(samples: Samples) -> Quality:
    """`samples` must not be empty."""
    power = _frame_power(samples)
    speech = _speech_frames(power)
    return Quality(
        duration_s=samples.size / SAMPLE_RATE,
        peak_dbfs=_peak_dbfs(samples),
        clipping=_clipped_share(samples),
        speech_s=float(speech.sum()) * FRAME_S,
        snr_db=_snr_db(power, speech),
    )


def _peak_dbfs(samples: Samples) -> float:
    peak = max(int(samples.max()), -int(samples.min()))
    return 20 * float(np.log10(peak / _FULL_SCALE)) if peak else _NO_LEVEL_DBFS


def _clipped_share(samples: Samples) -> float:
    return sum(_in_runs(samples == end) for end in (32767, -32768)) / samples.size


def _in_runs(marked: NDArray[np.bool_]) -> int:
    """How many marked samples have a marked neighbour."""
    pairs = marked[1:] & marked[:-1]
    beside = np.zeros_like(marked)
    beside[1:] |= pairs
    beside[:-1] |= pairs
    return int(beside.sum())


def _frame_power(samples: Samples) -> Floats:
    """Mean square per frame, full scale = 1. An incomplete last frame is left out."""
    whole = samples.size // _FRAME * _FRAME
    frames = samples[:whole].reshape(-1, _FRAME).astype(np.float64) / _FULL_SCALE
    return np.asarray(np.mean(np.square(frames), axis=1))


def _speech_frames(power: Floats) -> NDArray[np.bool_]:
    if power.size == 0:
        return np.zeros(0, dtype=np.bool_)
    level = 10 * np.log10(np.maximum(power, _ROUNDING_NOISE))
    ordered = np.sort(level)
    rank = min(_REFERENCE_FRAMES, level.size) - 1
    lower, upper = ordered[rank], ordered[-1 - rank]
    threshold = max(_SILENCE_DBFS, upper - _SPEECH_RANGE_DB)
    if upper - lower >= _STEADY_RANGE_DB:
        threshold = max(threshold, (upper + lower) / 2)
    return np.asarray(level >= threshold)


def _snr_db(power: Floats, speech: NDArray[np.bool_]) -> float | None:
    near_speech = speech.copy()
    near_speech[1:] |= speech[:-1]
    near_speech[:-1] |= speech[1:]
    if not speech.any() or int((~near_speech).sum()) < _MIN_NOISE_FRAMES:
        return None
    signal = float(power[speech].mean())
    noise = max(float(power[~near_speech].mean()), _ROUNDING_NOISE)
    return 10 * float(np.log10((signal - noise) / noise)) if signal > noise else None

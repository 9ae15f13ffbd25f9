"""All measures of one recording."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speechscan.audio.quality.activity import Activity, Marks
from speechscan.audio.quality.amplitude import clipped_share, dc_offset, peak_dbfs
from speechscan.audio.quality.bandwidth import bandwidth_hz
from speechscan.audio.quality.frames import FRAME_S, NO_LEVEL_DBFS, SILENCE_DBFS, Frames
from speechscan.audio.quality.snr import snr_db
from speechscan.audio.recording import SAMPLE_RATE
from speechscan.domain.quality import Quality


def measure(samples: NDArray[np.int16]) -> Quality:
    """`samples` must not be empty."""
    frames = Frames.of(samples)
    activity = Activity.of(frames)
    return Quality(
        duration_s=samples.size / SAMPLE_RATE,
        peak_dbfs=peak_dbfs(samples),
        clipping=clipped_share(samples),
        speech_s=float(activity.speech.sum()) * FRAME_S,
        snr_db=snr_db(frames, activity),
        level_dbfs=_level_dbfs(frames, activity.speech),
        bandwidth_hz=bandwidth_hz(frames, activity),
        dc_offset=dc_offset(samples),
        silence=float(np.mean(frames.level_dbfs < SILENCE_DBFS)) if frames.count else None,
    )


def _level_dbfs(frames: Frames, speech: Marks) -> float | None:
    if not speech.any():
        return None
    return max(NO_LEVEL_DBFS, 10 * float(np.log10(frames.power[speech].mean())))

"""Which frames carry speech, and which the background.

`upper` is the level that the loudest 0.25 s reach, `lower` the one that the quietest 0.25 s stay below. Seconds, not
shares: two seconds of speech in a long recording still set the upper level, and a click does not.

    loud        level >= max(-60 dBFS, upper - 30 dB, (upper + lower) / 2)
    voiced      periodic (see `voicing`) and level >= max(-60 dBFS, upper - 30 dB)
    speech      voiced, or loud and within 0.2 s of a voiced frame (consonants, a rough moment)
    background  not speech, and touching none, whose fade-ins and decay it would hold; nor loud, unless within 6 dB of
                the speech's mean power, or above it, for 0.5 s in all: a noise that drowns the voice, not a click

Where the quiet and the loud lie more than 20 dB apart there are pauses, and a voiced frame must be loud as well: hum is
periodic too. A vowel that fades by less keeps its quiet part, which an energy rule alone takes for background.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speechscan.audio.quality.frames import SILENCE_DBFS, Floats, Frames
from speechscan.audio.quality.voicing import voiced_frames

_REFERENCE_FRAMES = 10  # 0.25 s
_RANGE_DB = 30.0
_PAUSES_DB = 20.0
_REACH_FRAMES = 8  # 0.2 s
_MIN_BACKGROUND_FRAMES = 4  # 0.1 s
_MIN_DROWNING_FRAMES = 20  # 0.5 s
_DROWNING = 0.25  # of the speech's power

Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Activity:
    """One mark a frame. `background` has none at all where it would be less than 0.1 s."""

    speech: Marks
    background: Marks

    @classmethod
    def of(cls, frames: Frames) -> Activity:
        if frames.count == 0:
            return cls(np.zeros(0, np.bool_), np.zeros(0, np.bool_))
        level = frames.level_dbfs
        lower, upper = _references(level)
        audible = level >= max(SILENCE_DBFS, upper - _RANGE_DB)
        loud = audible & (level >= (upper + lower) / 2)
        voiced = voiced_frames(frames) & (loud if upper - lower > _PAUSES_DB else audible)
        speech = voiced | (loud & _near(voiced, _REACH_FRAMES))
        away = ~_near(speech, 1)
        background = (away & ~loud) | _drowning(away & loud, speech, frames.power)
        if not speech.any() or background.sum() < _MIN_BACKGROUND_FRAMES:
            background = np.zeros_like(speech)
        return cls(speech, background)


def _references(level_dbfs: Floats) -> tuple[float, float]:
    ordered = np.sort(level_dbfs)
    rank = min(_REFERENCE_FRAMES, ordered.size) - 1
    return float(ordered[rank]), float(ordered[-1 - rank])


def _drowning(candidates: Marks, speech: Marks, power: Floats) -> Marks:
    """Those of the candidates that are nearly as loud as the speech or louder, if they are no short event."""
    found = candidates & (power >= _DROWNING * power[speech].mean()) if speech.any() else np.zeros_like(candidates)
    return found if found.sum() >= _MIN_DROWNING_FRAMES else np.zeros_like(found)


def _near(marks: Marks, reach: int) -> Marks:
    """Frames at most `reach` from a marked one."""
    return np.asarray(np.convolve(marks, np.ones(2 * reach + 1))[reach : reach + marks.size] > 0.5)

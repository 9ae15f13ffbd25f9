"""What the head and the task check read of a clip, and how each measure is scaled."""

from __future__ import annotations

import math
from dataclasses import dataclass

from registry.log_mel import STATISTICS, TASK_MEASURES
from registry.measures.movement import BANDS

# A standardised value beyond four spreads is set to four: one clip whose pitch tracker slipped an octave must not
# decide a fold or a verdict.
LARGEST = 4.0
# Task distance of a clip of which a task feature cannot be measured: without a voice, so without jitter, it is no
# sustained vowel.
UNMEASURABLE = 1000.0


@dataclass(frozen=True, slots=True)
class Scale:
    """How a measure enters: as it is (dB, shares), or its logarithm above a floor (ratios, which are skewed).

    The floor is where a smaller value says no more than that there is hardly any."""

    name: str
    floor: float | None = None

    def apply(self, value: float) -> float:
        return value if self.floor is None or math.isnan(value) else math.log(max(value, self.floor))


# F0 itself is left out: it tells sex, and in the training corpus the ill are mostly men and the healthy mostly women.
# So are pause ratio and speech rate, which a sustained vowel has not; the voiced fraction, which a moment of silence at
# the ends moves; the frequencies of tremor, which are missing where no tremor stands out; and the clarity score, which
# is made of others.
PITCH = (
    Scale("f0_range_semitones", 0.05),
    Scale("f0_tremor_depth", 1e-4),
    *(Scale(f"f0_movement_{band}", 1e-3) for band in BANDS),
)
LOUDNESS = (
    Scale("intensity_range_db", 0.1),
    Scale("amplitude_tremor_depth", 1e-3),
    *(Scale(f"level_movement_{band}", 1e-2) for band in BANDS),
)
PERTURBATION = (
    Scale("jitter_local", 1e-4),
    Scale("jitter_rap", 1e-4),
    Scale("jitter_ppq5", 1e-4),
    Scale("shimmer_local", 1e-3),
    Scale("shimmer_apq3", 1e-3),
    Scale("shimmer_apq5", 1e-3),
    Scale("shimmer_apq11", 1e-3),
    Scale("hnr_db"),
    Scale("cpps_db"),
    Scale("spectral_tilt_db"),
)
HEAD_MEASURES = (*PITCH, *LOUDNESS, *PERTURBATION)
# Beside the front end's own task measures: a pure tone has next to no jitter and too high a harmonicity, speech too
# wide a range of F0. The last is missing where no voice is held for a second, and moves with syllables.
TASK_SCALES = (
    Scale("f0_range_semitones", 0.05),
    Scale("jitter_local", 1e-4),
    Scale("hnr_db"),
    Scale("level_movement_6hz", 1e-2),
)
WIDTH = len(HEAD_MEASURES) + STATISTICS
TASK_WIDTH = len(TASK_MEASURES) + len(TASK_SCALES)

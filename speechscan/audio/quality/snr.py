"""How far the speech stands above the background.

With S the mean power of the speech frames and N that of the background, SNR = 10 log10((S - N) / N). N is at least the
rounding noise of 16 bits, so digital silence gives about 90 dB and not infinity. S - N is at least 1 % of N: a voice
that is weaker than its background gives -20 dB.

None without a background. A vowel without a pause has no SNR: what is not periodic in it may be breath as well as
noise, and nothing in the signal tells them apart.
"""

from __future__ import annotations

import numpy as np

from speechscan.audio.quality.activity import Activity
from speechscan.audio.quality.frames import ROUNDING_NOISE, Frames

_LEAST_SURPLUS = 0.01


def snr_db(frames: Frames, activity: Activity) -> float | None:
    if not activity.background.any():
        return None
    signal = float(frames.power[activity.speech].mean())
    noise = max(float(frames.power[activity.background].mean()), ROUNDING_NOISE)
    return 10 * float(np.log10(max((signal - noise) / noise, _LEAST_SURPLUS)))

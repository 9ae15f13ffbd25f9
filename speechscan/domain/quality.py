"""What can be said of a recording before any model sees it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quality:
    """Measured on the decoded 16 kHz mono signal, before any gain is changed.

    duration_s      length, s
    peak_dbfs       largest absolute sample, dB re full scale (<= 0; -inf is given as -120)
    clipping        share of samples at full scale, 0-1
    speech_s        time in frames that carry speech by the energy rule in `speechscan.audio.quality`, s
    snr_db          level of those frames over the others, dB; None where there is no other frame to compare with
    """

    duration_s: float
    peak_dbfs: float
    clipping: float
    speech_s: float
    snr_db: float | None

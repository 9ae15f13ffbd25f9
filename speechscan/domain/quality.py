"""What can be said of a recording before any model sees it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quality:
    """Measured on the decoded 16 kHz mono signal, before any gain is changed. Formulas: docs/quality.md.

    duration_s      length, s
    peak_dbfs       largest absolute sample, dB re full scale (<= 0; -inf is given as -120)
    clipping        share of samples at full scale, 0-1
    speech_s        time in frames that carry speech, s
    snr_db          level of those frames over the background, dB; None where there is no pause to compare with
    level_dbfs      root mean square of the speech, dB re full scale; None without speech
    bandwidth_hz    the speech ends at this frequency, Hz; None without speech
    dc_offset       mean of the samples, full scale = 1
    silence         share of the time below -60 dBFS, 0-1

    The last four are None too in results stored before they were measured.
    """

    duration_s: float
    peak_dbfs: float
    clipping: float
    speech_s: float
    snr_db: float | None
    level_dbfs: float | None = None
    bandwidth_hz: float | None = None
    dc_offset: float | None = None
    silence: float | None = None

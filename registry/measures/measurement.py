"""What is measured: one row for each value, from which the documentation is made."""

from __future__ import annotations

from dataclasses import dataclass, field

from registry.measures.movement import BANDS
from speechscan.domain.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Measurement:
    """low, high: what voices give, ill ones too. A value outside is possible, and a reason to listen to the clip."""

    name: str
    unit: str
    description: str
    source: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Measured:
    """values      by name, finite; absent where there is nothing to measure
    unmeasured  for each absent name a sentence that says why"""

    values: dict[str, float] = field(default_factory=dict)
    unmeasured: dict[str, Sentence] = field(default_factory=dict)


_PERIODS = "Periods by cross-correlation from pulse to pulse; formula as in Praat"
_AMPLITUDES = "Root mean square around each pulse; formula as in Praat"
_TREMOR = "After Brückl (2012), from a spectrum of the contour"
_MOVEMENT = "Root mean square between moving averages of 0.05, 0.11, 0.21, 0.41 and 0.81 s"
_CONTOURS = {"f0": ("semitones", "F0", 6), "level": ("dB", "the level", 20)}
_RATES = dict(
    zip(BANDS, ("above 18 Hz", "about 11 Hz", "about 6 Hz", "about 3 Hz", "about 1.5 Hz", "below 0.5 Hz"), strict=True)
)

MEASUREMENTS = (
    Measurement(
        "f0_hz",
        "Hz",
        "Median fundamental frequency of the voiced frames",
        'Boersma (1993), with the cross-correlation of Praat\'s "To Pitch (cc)", 75-600 Hz',
        75,
        600,
    ),
    Measurement(
        "f0_range_semitones",
        "semitones",
        "From the 5th to the 95th percentile of F0",
        "12 log2(f95 / f5)",
        0,
        30,
    ),
    Measurement(
        "voiced_fraction",
        "ratio",
        "Share of the clip's frames (10 ms) that are voiced",
        "Boersma (1993)",
        0,
        1,
    ),
    Measurement(
        "jitter_local",
        "ratio",
        "Mean difference of neighbouring periods, relative to the mean period",
        _PERIODS,
        0,
        0.1,
    ),
    Measurement(
        "jitter_rap",
        "ratio",
        "Mean difference of a period and the mean of 3 around it, relative to the mean period",
        _PERIODS,
        0,
        0.06,
    ),
    Measurement(
        "jitter_ppq5",
        "ratio",
        "The same with 5 periods",
        _PERIODS,
        0,
        0.06,
    ),
    Measurement(
        "shimmer_local",
        "ratio",
        "Mean difference of the amplitudes of neighbouring periods, relative to the mean amplitude",
        _AMPLITUDES,
        0,
        0.4,
    ),
    Measurement(
        "shimmer_apq3",
        "ratio",
        "Mean difference of an amplitude and the mean of 3 around it, relative to the mean amplitude",
        _AMPLITUDES,
        0,
        0.25,
    ),
    Measurement("shimmer_apq5", "ratio", "The same with 5 amplitudes", _AMPLITUDES, 0, 0.25),
    Measurement("shimmer_apq11", "ratio", "The same with 11 amplitudes", _AMPLITUDES, 0, 0.35),
    Measurement(
        "hnr_db",
        "dB",
        "Harmonics-to-noise ratio, mean of the frames that are not silent",
        "Boersma (1993): 10 log10(r / (1 - r)), r by cross-correlation",
        -5,
        45,
    ),
    Measurement(
        "cpps_db",
        "dB",
        "Smoothed cepstral peak prominence, mean from the first sound to the last",
        "Hillenbrand and Houde (1996), with the settings of Murton et al. (2020)",
        0,
        30,
    ),
    Measurement("f0_tremor_hz", "Hz", "Frequency of the tremor of F0", _TREMOR, 3, 12),
    Measurement(
        "f0_tremor_depth",
        "ratio",
        "Amplitude of the strongest wave of 3-12 Hz in F0, relative to F0",
        _TREMOR,
        0,
        0.2,
    ),
    Measurement("amplitude_tremor_hz", "Hz", "Frequency of the tremor of the amplitude", _TREMOR, 3, 12),
    Measurement(
        "amplitude_tremor_depth",
        "ratio",
        "Amplitude of the strongest wave of 3-12 Hz in the amplitude, relative to it",
        _TREMOR,
        0,
        0.5,
    ),
    Measurement(
        "intensity_range_db",
        "dB",
        "From the 5th to the 95th percentile of the level of the voiced frames",
        "10 log10 of the power under a Hann window of 27 ms",
        0,
        40,
    ),
    Measurement(
        "pause_ratio",
        "ratio",
        "Share of the time between first and last sound that is pauses of 0.3 s or more",
        "De Jong and Wempe (2009): 25 dB under the loudest",
        0,
        0.9,
    ),
    Measurement(
        "speech_rate",
        "syllables/s",
        "Syllable nuclei in a second, pauses included, from the first sound to the last",
        "De Jong and Wempe (2009): voiced peaks of the level, parted by 2 dB",
        0.5,
        9,
    ),
    Measurement(
        "spectral_tilt_db",
        "dB",
        "Level of 1-4 kHz less that of 0-1 kHz in the voiced frames, mean power of a bin",
        "Long-term average spectrum",
        -50,
        5,
    ),
    Measurement(
        "clarity_score",
        "0-100",
        "How clear, not hoarse, the voice sounds; higher is clearer",
        "100 - 10 AVQI; AVQI 03.01, Barsties and Maryn (2016)",
        0,
        100,
    ),
    *(
        Measurement(
            f"{contour}_movement_{band}",
            unit,
            f"How far {what} of the longest voiced stretch moves, {_RATES[band]}",
            _MOVEMENT,
            0,
            most,
        )
        for contour, (unit, what, most) in _CONTOURS.items()
        for band in BANDS
    ),
)
NAMES = tuple(measurement.name for measurement in MEASUREMENTS)

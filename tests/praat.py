"""What Praat says of a clip, with its settings pinned. Praat is GPL: for tests only, the product never imports it."""

from __future__ import annotations

import parselmouth
from parselmouth.praat import call

from registry.pcm import SAMPLE_RATE, Pcm

_FLOOR_HZ, _CEILING_HZ = 75.0, 600.0
# Shortest and longest period (s), largest ratio of neighbouring periods; then of neighbouring amplitudes.
_PERIODS = (0.0001, 0.02, 1.3)
_AMPLITUDES = (*_PERIODS, 1.6)
_JITTERS = {"jitter_local": "local", "jitter_rap": "rap", "jitter_ppq5": "ppq5"}
_SHIMMERS = {"shimmer_local": "local", "shimmer_apq3": "apq3", "shimmer_apq5": "apq5", "shimmer_apq11": "apq11"}


def praat(pcm: Pcm) -> dict[str, float]:
    """Under our names and in our units; a value that Praat cannot give is NaN."""
    sound = parselmouth.Sound(pcm / 32768.0, SAMPLE_RATE)
    call(sound, "Subtract mean")
    # Very accurate: no; then silence and voicing threshold, costs of an octave, of a jump, of a change of voicing.
    pitch = call(sound, "To Pitch (cc)", 0.0, _FLOOR_HZ, 15, "no", 0.03, 0.45, 0.01, 0.35, 0.14, _CEILING_HZ)
    pulses = call([sound, pitch], "To PointProcess (cc)")
    values = {
        "f0_hz": call(pitch, "Get quantile", 0, 0, 0.5, "Hertz"),
        "hnr_db": call(call(sound, "To Harmonicity (cc)", 0.01, _FLOOR_HZ, 0.1, 1.0), "Get mean", 0, 0),
        "cpps_db": _cpps(sound),
    }
    for name, kind in _JITTERS.items():
        values[name] = call(pulses, f"Get jitter ({kind})", 0, 0, *_PERIODS)
    for name, kind in _SHIMMERS.items():
        values[name] = call([sound, pulses], f"Get shimmer ({kind})", 0, 0, *_AMPLITUDES)
    shimmer_db = call([sound, pulses], "Get shimmer (local_dB)", 0, 0, *_AMPLITUDES)
    values["clarity_score"] = _clarity(sound, values, shimmer_db)
    return values


def _cpps(sound: parselmouth.Sound) -> float:
    """As in the script of AVQI 03.01."""
    cepstrogram = call(sound, "To PowerCepstrogram", 60.0, 0.002, 5000.0, 50.0)
    peak = (60.0, 330.0, 0.05, "parabolic", 0.001, 0.0, "Straight", "Robust")
    return float(call(cepstrogram, "Get CPPS", "no", 0.01, 0.001, *peak))


def _clarity(sound: parselmouth.Sound, values: dict[str, float], shimmer_db: float) -> float:
    """100 - 10 AVQI, AVQI with Praat's own parts."""
    spectrum = call(sound, "To Ltas", 1.0)
    bands = (0.0, 1000.0, 1000.0, 10_000.0, "energy")
    slope = call(spectrum, "Get slope", *bands)
    tilt = call(call(spectrum, "Compute trend line", 1.0, 10_000.0), "Get slope", *bands)
    shimmer = 100 * values["shimmer_local"]
    parts = -0.177 * values["cpps_db"] - 0.006 * values["hnr_db"] - 0.037 * shimmer + 0.941 * shimmer_db
    index = 2.8902 * (4.152 + parts + 0.01 * slope + 0.093 * tilt)
    return float(min(max(100 - 10 * index, 0.0), 100.0))

"""What a measure must say of each phantom: its truth, where the truth is of what the measure measures."""

from __future__ import annotations

from functools import cache

from regression.phantoms.catalogue import catalogue_voice
from regression.phantoms.truth import Truth

# Below, breath and background are so loud that a disturbance of the voice cannot be told from them.
_CLEAR_HNR_DB = 10.0
# Above, jitter and shimmer lower the measured harmonicity, and are not in the stated one.
_STEADY_JITTER, _STEADY_SHIMMER = 0.006, 0.06


@cache
def expected(name: str) -> dict[str, float]:
    """Measurement -> truth of a phantom of the catalogue. The first call makes its voice, some 30 ms."""
    return expectations(catalogue_voice(name).truth)


def expectations(truth: Truth) -> dict[str, float]:
    """Shimmer is not among them: breath and formants are in the measured one (docs/phantoms.md)."""
    return {"f0_hz": truth.f0_median_hz, **_disturbances(truth), **_tremors(truth), **_timing(truth)}


def _disturbances(truth: Truth) -> dict[str, float]:
    if truth.hnr_db < _CLEAR_HNR_DB:
        return {}
    found = {"f0_range_semitones": truth.f0_range_st, "jitter_local": truth.jitter_local}
    steady = truth.jitter_local <= _STEADY_JITTER and truth.shimmer_local <= _STEADY_SHIMMER
    if steady and not truth.f0_tremor_depth and truth.syllables is None:
        found["hnr_db"] = truth.hnr_db
    return found


def _tremors(truth: Truth) -> dict[str, float]:
    found: dict[str, float] = {}
    if truth.f0_tremor_hz is not None:
        found |= {"f0_tremor_hz": truth.f0_tremor_hz, "f0_tremor_depth": truth.f0_tremor_depth}
    if truth.amplitude_tremor_hz is not None:
        found |= {
            "amplitude_tremor_hz": truth.amplitude_tremor_hz,
            "amplitude_tremor_depth": truth.amplitude_tremor_depth,
        }
    return found


def _timing(truth: Truth) -> dict[str, float]:
    """The measures' time goes from the first sound to the last, pauses included; the truth's leaves them out."""
    if truth.syllables is None or truth.syllables_per_s is None:
        return {}
    spoken_s = truth.syllables / truth.syllables_per_s
    whole_s = spoken_s + truth.pause_s
    return {"speech_rate": truth.syllables / whole_s, "pause_ratio": truth.pause_s / whole_s}

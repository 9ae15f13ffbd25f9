"""Which measurements moved a score, and how that is said to a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from speechscan.domain.sentence import Figure, Sentence, Wording

# The log-mel statistics, or the embedding, together: no number that a person could compare.
TIMBRE = "timbre"
_MOST_SENTENCES = 3
# In all of them, so that they are found again in results from before sentences had names.
_MOVED = "moved the score"
# A smaller shift of the logit changes a probability by less than 0.025.
_LEAST_SHIFT = 0.1


@dataclass(frozen=True, slots=True)
class Contribution:
    """How far one measurement moved the score from that of an average training voice.

    value           in the measurement's own unit; None for what is not one number (the timbre)
    shift           of the logit; positive towards dysarthric
    healthy_low, healthy_high   5th and 95th percentile of the healthy training speakers, in the unit of `value`
    """

    name: str
    value: float | None
    shift: float
    healthy_low: float | None
    healthy_high: float | None


@dataclass(frozen=True, slots=True)
class _Wording:
    text: str
    unit: str
    factor: float = 1.0
    digits: int = 1

    def number(self, value: float) -> str:
        return f"{self.factor * value:.{self.digits}f}"


_RATES = {
    "fast": "above 18 Hz",
    "11hz": "at about 11 Hz",
    "6hz": "at about 6 Hz",
    "3hz": "at about 3 Hz",
    "1_5hz": "at about 1.5 Hz",
    "slow": "below 0.5 Hz",
}
_PERCENT = ("%", 100.0, 2)
_WORDINGS = {
    "f0_range_semitones": _Wording("The range of the pitch", "semitones"),
    "voiced_fraction": _Wording("The voiced part", "%", 100.0, 0),
    "jitter_local": _Wording("Jitter (local)", *_PERCENT),
    "jitter_rap": _Wording("Jitter (RAP)", *_PERCENT),
    "jitter_ppq5": _Wording("Jitter (PPQ5)", *_PERCENT),
    "shimmer_local": _Wording("Shimmer (local)", *_PERCENT),
    "shimmer_apq3": _Wording("Shimmer (APQ3)", *_PERCENT),
    "shimmer_apq5": _Wording("Shimmer (APQ5)", *_PERCENT),
    "shimmer_apq11": _Wording("Shimmer (APQ11)", *_PERCENT),
    "hnr_db": _Wording("The harmonics-to-noise ratio", "dB"),
    "cpps_db": _Wording("The cepstral peak prominence (CPPS)", "dB"),
    "f0_tremor_hz": _Wording("The frequency of the pitch's tremor", "Hz"),
    "f0_tremor_depth": _Wording("The depth of the pitch's tremor", *_PERCENT),
    "amplitude_tremor_hz": _Wording("The frequency of the loudness's tremor", "Hz"),
    "amplitude_tremor_depth": _Wording("The depth of the loudness's tremor", *_PERCENT),
    "intensity_range_db": _Wording("The range of the intensity", "dB"),
    **{
        f"{contour}_movement_{band}": _Wording(f"The movement of the {what} {rate}", unit, digits=2)
        for contour, what, unit in (("f0", "pitch", "semitones"), ("level", "loudness", "dB"))
        for band, rate in _RATES.items()
    },
    "spectral_tilt_db": _Wording("The tilt of the spectrum", "dB"),
}


# Values are in the measurement's own unit. direction: dysarthric or healthy
_IN_RANGE = Wording(
    "moved",
    "{measurement} is {value} (healthy training speakers: {low} to {high}); it moved the score towards {direction}.",
)
_WITHOUT_RANGE = Wording("moved-without-range", "{measurement} is {value}; it moved the score towards {direction}.")
_TIMBRE = Wording("moved-timbre", "The timbre of the voice moved the score towards {direction}.")
MOVED = (_IN_RANGE.name, _WITHOUT_RANGE.name, _TIMBRE.name)
"""Names of what `sentences` makes."""


def sentences(contributions: Sequence[Contribution]) -> list[Sentence]:
    """Of those that moved the score most, the strongest first."""
    strongest = sorted(contributions, key=lambda one: -abs(one.shift))[:_MOST_SENTENCES]
    return [_sentence(one) for one in strongest if abs(one.shift) >= _LEAST_SHIFT]


def of_notes(notes: Sequence[str]) -> list[str]:
    """Those of a stored result's notes that `sentences` has made."""
    return [note for note in notes if f" {_MOVED} " in note]


def _sentence(one: Contribution) -> Sentence:
    direction = "dysarthric" if one.shift > 0 else "healthy"
    if one.value is None:
        return _TIMBRE(direction=direction)
    wording = _WORDINGS.get(one.name, _Wording(one.name, "", digits=3))
    told = f"{wording.text} is {wording.number(one.value)} {wording.unit}".rstrip()
    moved = f"it {_MOVED} towards {direction}."
    figures: dict[str, Figure] = {"measurement": one.name, "value": one.value, "direction": direction}
    if one.healthy_low is None or one.healthy_high is None:
        return _WITHOUT_RANGE.as_told(f"{told}; {moved}", **figures)
    low, high = wording.number(one.healthy_low), wording.number(one.healthy_high)
    words = f"{told} (healthy training speakers: {low} to {high}); {moved}"
    return _IN_RANGE.as_told(words, **figures, low=one.healthy_low, high=one.healthy_high)

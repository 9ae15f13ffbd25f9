"""The measurements of a result, each on the range of healthy voices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from fluent.runtime.types import fluent_number

from api.web.said import Said
from speechscan.domain.model_facts import ModelFacts, Range

Place = Literal["below", "within", "above"]
# What is drawn beside the range on either side, in ranges.
_BESIDE = 0.75


@dataclass(frozen=True, slots=True)
class Shown:
    """unit: a message of the catalogue, `unit-...`. factor: to that unit from the measurement's own."""

    unit: str
    digits: int
    factor: float = 1.0

    def number(self, value: float) -> object:
        """For the catalogue, which writes it as the reader's language does."""
        digits = self.digits
        return fluent_number(self.factor * value, minimumFractionDigits=digits, maximumFractionDigits=digits)


_PERCENT = Shown("percent", 2, 100.0)
_SHARE = Shown("percent", 0, 100.0)
_BANDS = ("fast", "11hz", "6hz", "3hz", "1_5hz", "slow")

GROUPS: dict[str, dict[str, Shown]] = {
    "pitch": {"f0_hz": Shown("hz", 0), "f0_range_semitones": Shown("semitones", 1), "voiced_fraction": _SHARE},
    "perturbation": dict.fromkeys(
        (
            "jitter_local",
            "jitter_rap",
            "jitter_ppq5",
            "shimmer_local",
            "shimmer_apq3",
            "shimmer_apq5",
            "shimmer_apq11",
        ),
        _PERCENT,
    ),
    "sound": {
        "clarity_score": Shown("points", 0),
        **dict.fromkeys(("hnr_db", "cpps_db", "spectral_tilt_db", "intensity_range_db"), Shown("db", 1)),
    },
    "tremor": {
        "f0_tremor_hz": Shown("hz", 1),
        "f0_tremor_depth": _PERCENT,
        "amplitude_tremor_hz": Shown("hz", 1),
        "amplitude_tremor_depth": _PERCENT,
    },
    "movement": {
        **{f"f0_movement_{band}": Shown("semitones", 3) for band in _BANDS},
        **{f"level_movement_{band}": Shown("db", 3) for band in _BANDS},
    },
    "speech": {"speech_rate": Shown("syllables", 1), "pause_ratio": _SHARE},
}
"""Every measurement that a model makes, as they are read."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The range of healthy voices and where the value lies. marker: 0-100, where the range lies from `start` to
    `start` + `width`; a value beyond the scale is drawn at its end."""

    low: object
    high: object
    place: Place
    marker: float
    start: float = 100 * _BESIDE / (1 + 2 * _BESIDE)
    width: float = 100 / (1 + 2 * _BESIDE)


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    value: object
    unit: str
    scale: Scale | None


def measured(result: Mapping[str, Any], facts: ModelFacts | None) -> dict[str, list[Row]]:
    """By group, without the groups of which nothing was measured."""
    values, healthy = result.get("measurements", {}), facts.healthy if facts else {}
    groups = {group: list(_rows(shown, values, healthy)) for group, shown in GROUPS.items()}
    return {group: rows for group, rows in groups.items() if rows}


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """names: of the measurements that it is the reason for"""

    reason: Said
    names: list[str]


def unmeasured(result: Mapping[str, Any]) -> list[Unmeasured]:
    """By reason. What `pitch` lacks, F0 lacks."""
    known = [name for shown in GROUPS.values() for name in shown]
    notes = result.get("unmeasured_notes", {})
    found: dict[str, Unmeasured] = {}
    for name in known:
        if words := result["unmeasured"].get(name):
            found.setdefault(words, Unmeasured(Said(words, notes.get(name)), [])).names.append(name)
    return list(found.values())


def _rows(shown: Mapping[str, Shown], values: Mapping[str, float], healthy: Mapping[str, Range]) -> Iterator[Row]:
    for name, form in shown.items():
        if (value := values.get(name)) is not None:
            scale = _scale(form, value, healthy[name]) if name in healthy else None
            yield Row(name, form.number(value), form.unit, scale)


def _scale(form: Shown, value: float, healthy: Range) -> Scale:
    low, high = healthy
    place: Place = "below" if value < low else "above" if value > high else "within"
    along = (value - low) / ((high - low) or 1.0)
    marker = 100 * (along + _BESIDE) / (1 + 2 * _BESIDE)
    return Scale(form.number(low), form.number(high), place, min(max(marker, 0.0), 100.0))

"""What a page says of a model version beside its results: healthy ranges, bounds, and how often it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from speechscan.domain.accuracy import Bounds
from speechscan.domain.verdict import DecisionPolicy

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Trial:
    """Cross-validation on one corpus, no speaker divided. Each figure with its 95 % interval; None where there is none.

    calibration_error  mean distance of probability and share of ill people, 0-1
    error_of_decided   share of the verdicts healthy and dysarthric that were wrong
    """

    corpus: str
    speakers: int
    calibration_error: Bounds | None
    error_of_decided: Bounds | None


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """healthy  measure -> 5th and 95th percentile of the healthy training speakers, in the measure's own unit
    tasks    what was spoken in training: all that the version can judge"""

    policy: DecisionPolicy
    healthy: Mapping[str, Range]
    tasks: tuple[str, ...]
    trials: tuple[Trial, ...]


def of_metadata(told: Mapping[str, Any]) -> ModelFacts:
    """told: the version's `metadata.json`. Raises KeyError, TypeError or ValueError for another document."""
    return ModelFacts(
        policy=DecisionPolicy(**told["policy"]),
        healthy={name: (float(low), float(high)) for name, (low, high) in told["healthy"].items()},
        tasks=tuple(told["training"]["tasks"]),
        trials=tuple(_trial(corpus, figures) for corpus, figures in told["figures"]["corpora"].items()),
    )


def _trial(corpus: str, figures: Mapping[str, Any]) -> Trial:
    of_all = figures["all"]
    return Trial(
        corpus, int(figures["speakers"]), _bounds(of_all, "calibration_error"), _bounds(of_all, "error_of_decided")
    )


def _bounds(figures: Mapping[str, Any], name: str) -> Bounds | None:
    found = figures.get(name)
    return None if found is None else Bounds(found["value"], found["low"], found["high"])

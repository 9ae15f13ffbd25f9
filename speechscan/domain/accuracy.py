"""How good a model is, in figures with their uncertainty."""

from __future__ import annotations

from dataclasses import asdict, dataclass

ALL = "all"
"""The subgroup that is the whole set."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A figure, 0-1, with the ends of its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"

    def document(self) -> dict[str, float]:
        """For JSON."""
        return asdict(self)

    def is_shown_below(self, least: float) -> bool:
        """The whole interval lies below."""
        return self.high < least


@dataclass(frozen=True, slots=True)
class Sample:
    """Of one class: the clips that a figure rests on, and who speaks in them."""

    clips: int
    speakers: int


@dataclass(frozen=True, slots=True)
class AccuracyFigure:
    """figure    auc, sensitivity, specificity, balanced_accuracy or decided
    bounds    None: too few speakers to say
    subgroup  as "sex=female"
    """

    figure: str
    bounds: Bounds | None
    healthy: Sample
    dysarthric: Sample
    subgroup: str = ALL

"""What a comparison of one window with one reference found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from speechscan.domain.sentence import Sentence, said_of

# In the place of a task's name: recordings of all tasks together, and those of which nobody said.
WHOLE = "all"


class Outcome(StrEnum):
    """TOO_FEW: it cannot be told. NOT_COMPARED: there is nothing to compare with, or the data are not sound."""

    DRIFT = "drift"
    NO_DRIFT = "no_drift"
    TOO_FEW = "too_few"
    NOT_COMPARED = "not_compared"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Compared:
    """distance  Wasserstein in standard deviations of the reference, Jensen-Shannon of categories
    p         corrected for the number of features and of comparisons
    reference, current  middle of the values (median), or share of the most frequent category, on the feature's scale
    values    of the window, values that there are"""

    feature: str
    group: str
    distance: float
    p: float
    drifted: bool
    reference: float
    current: float
    values: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """against: training or previous. jobs, people: of the reference. compared: recordings of the window. tasks: the
    same by task, of a comparison of the whole."""

    against: str
    outcome: Outcome
    sentence: Sentence
    jobs: int = 0
    people: int = 0
    features: tuple[Compared, ...] = ()
    not_judged: tuple[str, ...] = ()
    task: str = WHOLE
    compared: int = 0
    tasks: tuple[Comparison, ...] = ()

    @property
    def title(self) -> str:
        return f"Against {self.against}" + ("" if self.task == WHOLE else f", {self.task}")

    @property
    def drifted_tasks(self) -> tuple[Comparison, ...]:
        return tuple(one for one in self.tasks if one.outcome is Outcome.DRIFT)

    @property
    def found(self) -> tuple[Comparison, ...]:
        """Of the whole and its tasks those that have drifted."""
        return (self, *self.drifted_tasks) if self.outcome is Outcome.DRIFT else self.drifted_tasks

    @property
    def drifted(self) -> tuple[Compared, ...]:
        """The farthest first."""
        return tuple(sorted((one for one in self.features if one.drifted), key=lambda one: -one.distance))

    def document(self) -> dict[str, Any]:
        return {**asdict(self), "outcome": self.outcome.value, "tasks": [one.document() for one in self.tasks]}

    def summary(self) -> dict[str, Any]:
        """What the API and the metrics show."""
        told = {
            "outcome": self.outcome.value,
            "sentence": str(self.sentence),
            "said": said_of(self.sentence),
            "compared": self.compared,
            "jobs": self.jobs,
            "people": self.people,
            "drifted": [one.feature for one in self.drifted],
            "not_judged": list(self.not_judged),
            "scores": {one.feature: round(one.distance, 4) for one in self.features},
        }
        return told | ({"tasks": {one.task: one.summary() for one in self.tasks}} if self.task == WHOLE else {})


def not_compared(against: str, sentence: Sentence) -> Comparison:
    return Comparison(against, Outcome.NOT_COMPARED, sentence)


def overall(comparisons: tuple[Comparison, ...]) -> Outcome:
    """No drift only if every comparison could be made and found none. A task may be too rare to be compared."""
    outcomes = {one.outcome for whole in comparisons for one in (whole, *whole.found)}
    return next(
        (one for one in (Outcome.DRIFT, Outcome.NOT_COMPARED, Outcome.TOO_FEW) if one in outcomes), Outcome.NO_DRIFT
    )

"""One window against one reference: which features have drifted, or that there are too few recordings to tell."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regression.drift import distance, permutation
from regression.drift.features import FEATURES, Feature
from regression.drift.policy import DriftPolicy
from regression.drift.sample import Column, Sample


class Outcome(StrEnum):
    """TOO_FEW: it cannot be told. NOT_COMPARED: there is nothing to compare with, or the data are not sound."""

    DRIFT = "drift"
    NO_DRIFT = "no_drift"
    TOO_FEW = "too_few"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True, slots=True)
class Compared:
    """distance  Wasserstein in standard deviations of the reference, Jensen-Shannon of categories
    p         corrected for the number of features
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
    """against: training or previous. jobs, people: of the reference."""

    against: str
    outcome: Outcome
    sentence: str
    jobs: int = 0
    people: int = 0
    features: tuple[Compared, ...] = ()
    not_judged: tuple[str, ...] = ()

    @property
    def drifted(self) -> tuple[Compared, ...]:
        """The farthest first."""
        return tuple(sorted((one for one in self.features if one.drifted), key=lambda one: -one.distance))

    def document(self) -> dict[str, Any]:
        return {**asdict(self), "outcome": self.outcome.value}

    def summary(self) -> dict[str, Any]:
        """What the API and the metrics show."""
        return {
            "outcome": self.outcome.value,
            "sentence": self.sentence,
            "jobs": self.jobs,
            "people": self.people,
            "drifted": [one.feature for one in self.drifted],
            "not_judged": list(self.not_judged),
            "scores": {one.feature: round(one.distance, 4) for one in self.features},
        }


def compare(against: str, current: Sample, reference: Sample, policy: DriftPolicy, seed: int = 0) -> Comparison:
    """Deterministic for a seed."""
    jobs, people = len(reference), reference.number_of_people
    if sentence := _too_few(current, reference, policy):
        return Comparison(against, Outcome.TOO_FEW, sentence, jobs, people)
    known = [f for f in FEATURES if _present(reference.columns[f.name]) and _present(current.columns[f.name])]
    judged = [f for f in known if min(_count(s.columns[f.name]) for s in (reference, current)) >= policy.least_values]
    if not judged:
        sentence = f"No feature has {policy.least_values} values on both sides; nothing can be told."
        return Comparison(against, Outcome.TOO_FEW, sentence, jobs, people)
    p = permutation.p_values(reference, current, {f.name: f.is_category for f in judged}, policy.permutations, seed)
    features = tuple(_compared(f, reference, current, p[f.name], policy) for f in judged)
    found = [one for one in features if one.drifted]
    outcome = Outcome.DRIFT if found else Outcome.NO_DRIFT
    skipped = tuple(f.name for f in FEATURES if f not in judged)
    return Comparison(against, outcome, _sentence(features), jobs, people, features, skipped)


def not_compared(against: str, sentence: str) -> Comparison:
    return Comparison(against, Outcome.NOT_COMPARED, sentence)


def overall(comparisons: tuple[Comparison, ...]) -> Outcome:
    """No drift only if every comparison could be made and found none."""
    outcomes = {comparison.outcome for comparison in comparisons}
    return next(
        (one for one in (Outcome.DRIFT, Outcome.NOT_COMPARED, Outcome.TOO_FEW) if one in outcomes), Outcome.NO_DRIFT
    )


def _too_few(current: Sample, reference: Sample, policy: DriftPolicy) -> str:
    for what, sample in (("The window", current), ("What it is compared with", reference)):
        for noun, there, least in (
            ("recordings", len(sample), policy.least_jobs),
            ("people", sample.number_of_people, policy.least_people),
        ):
            if there < least:
                return f"{what} has {there} {noun}; with fewer than {least} nothing can be told."
    return ""


def _compared(feature: Feature, reference: Sample, current: Sample, p: float, policy: DriftPolicy) -> Compared:
    before, after = (_values(sample.columns[feature.name]) for sample in (reference, current))
    if feature.is_category:
        apart, least = distance.jensen_shannon(before, after), policy.smallest_category_distance
        middle = _share_of(before, before), _share_of(before, after)
    else:
        apart, least = distance.wasserstein(before, after), policy.smallest_distance  # type: ignore[arg-type]
        middle = _median(before), _median(after)
    drifted = p <= policy.alpha and apart >= least
    return Compared(feature.name, feature.group, apart, p, drifted, *middle, int(after.size))


def _median(values: Column) -> float:
    return float(np.median(values.astype(np.float64)))


def _share_of(reference: Column, values: Column) -> float:
    """Of the category that is the most frequent one in the reference."""
    names, counts = np.unique(reference, return_counts=True)
    return float(np.mean(values == names[np.argmax(counts)]))


def _sentence(features: tuple[Compared, ...]) -> str:
    found = sorted((one for one in features if one.drifted), key=lambda one: -one.distance)
    if not found:
        return f"None of {len(features)} features has drifted as far as so many recordings can tell."
    named = ", ".join(one.feature for one in found[:5]) + (" and more" if len(found) > 5 else "")
    return f"{len(found)} of {len(features)} features {'has' if len(found) == 1 else 'have'} drifted: {named}."


def _values(column: Column) -> Column:
    return column[_there(column)]


def _there(column: Column) -> NDArray[np.bool_]:
    return column != "" if column.dtype.kind == "U" else ~np.isnan(column)


def _present(column: Column) -> bool:
    return bool(_there(column).any())


def _count(column: Column) -> int:
    return int(_there(column).sum())

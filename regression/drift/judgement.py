"""One window against one reference: which features have drifted, or that there are too few recordings to tell."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray

from regression.drift import distance, permutation
from regression.drift.comparison import WHOLE, Compared, Comparison, Outcome
from regression.drift.features import FEATURES, TASK, Feature
from regression.drift.policy import DriftPolicy
from regression.drift.sample import Column, Sample


def compare(
    against: str,
    current: Sample,
    reference: Sample,
    policy: DriftPolicy,
    seed: int = 0,
    *,
    task: str = WHOLE,
    share: float = 1.0,
) -> Comparison:
    """share: of the policy's alpha that this comparison may use up, one of several. Deterministic for a seed."""

    def made(outcome: Outcome, sentence: str, *features: Compared, skipped: tuple[str, ...] = ()) -> Comparison:
        jobs, people = len(reference), reference.number_of_people
        return Comparison(against, outcome, sentence, jobs, people, features, skipped, task, len(current))

    if sentence := too_few(current, reference, policy):
        return made(Outcome.TOO_FEW, sentence)
    asked = [f for f in FEATURES if task == WHOLE or f.name != TASK]
    judged = [f for f in asked if min(_count(s.columns[f.name]) for s in (reference, current)) >= policy.least_values]
    if not judged:
        sentence = f"No feature has {policy.least_values} values on both sides; nothing can be told."
        return made(Outcome.TOO_FEW, sentence)
    # With fewer permutations than these no p-value could be small enough.
    permutations = max(policy.permutations, ceil(1 / (policy.alpha * share)) - 1)
    p = permutation.p_values(reference, current, {f.name: f.is_category for f in judged}, permutations, seed)
    features = [_compared(f, reference, current, min(1.0, p[f.name] / share), policy) for f in judged]
    outcome = Outcome.DRIFT if any(one.drifted for one in features) else Outcome.NO_DRIFT
    return made(outcome, _sentence(features), *features, skipped=tuple(f.name for f in asked if f not in judged))


def too_few(current: Sample, reference: Sample, policy: DriftPolicy) -> str:
    """A sentence, or nothing."""
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


def _sentence(features: Sequence[Compared]) -> str:
    found = sorted((one for one in features if one.drifted), key=lambda one: -one.distance)
    if not found:
        return f"None of {len(features)} features has drifted as far as so many recordings can tell."
    named = ", ".join(one.feature for one in found[:5]) + (" and more" if len(found) > 5 else "")
    return f"{len(found)} of {len(features)} features {'has' if len(found) == 1 else 'have'} drifted: {named}."


def _values(column: Column) -> Column:
    return column[_there(column)]


def _there(column: Column) -> NDArray[np.bool_]:
    return column != "" if column.dtype.kind == "U" else ~np.isnan(column)


def _count(column: Column) -> int:
    return int(_there(column).sum())

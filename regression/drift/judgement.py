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
from speechscan.domain.sentence import Sentence, Wording

_FEW = {
    (side, noun): Wording(
        f"drift-few-{noun}-{side}", f"{words} has {{there}} {noun}; with fewer than {{least}} nothing can be told."
    )
    for side, words in (("window", "The window"), ("reference", "What it is compared with"))
    for noun in ("recordings", "people")
}
_FEW_VALUES = Wording("drift-few-values", "No feature has {least} values on both sides; nothing can be told.")
_NONE = Wording("drift-none", "None of {judged} features has drifted as far as so many recordings can tell.")
_ONE = Wording("drift-one", "{drifted} of {judged} features has drifted: {features}.")
_SOME = Wording("drift-some", "{drifted} of {judged} features have drifted: {features}.")
_MANY = Wording("drift-many", "{drifted} of {judged} features have drifted: {features} and more.")
_MOST_NAMED = 5


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

    def made(outcome: Outcome, sentence: Sentence, *features: Compared, skipped: tuple[str, ...] = ()) -> Comparison:
        jobs, people = len(reference), reference.number_of_people
        return Comparison(against, outcome, sentence, jobs, people, features, skipped, task, len(current))

    if sentence := too_few(current, reference, policy):
        return made(Outcome.TOO_FEW, sentence)
    asked = [f for f in FEATURES if task == WHOLE or f.name != TASK]
    judged = [f for f in asked if min(_count(s.columns[f.name]) for s in (reference, current)) >= policy.least_values]
    if not judged:
        return made(Outcome.TOO_FEW, _FEW_VALUES(least=policy.least_values))
    # With fewer permutations than these no p-value could be small enough.
    permutations = max(policy.permutations, ceil(1 / (policy.alpha * share)) - 1)
    p = permutation.p_values(reference, current, {f.name: f.is_category for f in judged}, permutations, seed)
    features = [_compared(f, reference, current, min(1.0, p[f.name] / share), policy) for f in judged]
    outcome = Outcome.DRIFT if any(one.drifted for one in features) else Outcome.NO_DRIFT
    return made(outcome, _sentence(features), *features, skipped=tuple(f.name for f in asked if f not in judged))


def too_few(current: Sample, reference: Sample, policy: DriftPolicy) -> Sentence | None:
    for side, sample in (("window", current), ("reference", reference)):
        for noun, there, least in (
            ("recordings", len(sample), policy.least_jobs),
            ("people", sample.number_of_people, policy.least_people),
        ):
            if there < least:
                return _FEW[side, noun](there=there, least=least)
    return None


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


def _sentence(features: Sequence[Compared]) -> Sentence:
    found = sorted((one for one in features if one.drifted), key=lambda one: -one.distance)
    if not found:
        return _NONE(judged=len(features))
    wording = _ONE if len(found) == 1 else _SOME if len(found) <= _MOST_NAMED else _MANY
    named = [one.feature for one in found[:_MOST_NAMED]]
    return wording(drifted=len(found), judged=len(features), features=named)


def _values(column: Column) -> Column:
    return column[_there(column)]


def _there(column: Column) -> NDArray[np.bool_]:
    return column != "" if column.dtype.kind == "U" else ~np.isnan(column)


def _count(column: Column) -> int:
    return int(_there(column).sum())

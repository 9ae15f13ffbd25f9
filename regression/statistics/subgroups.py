"""Check 2 of the gate: is the challenger worse for some group of speakers?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from registry.training.intervals import Interval
from regression.gate.check import Outcome
from regression.statistics.clusters import Clusters
from regression.statistics.contributions import auc
from regression.statistics.difference import AUC
from regression.statistics.estimate import Estimate, over_speakers
from regression.statistics.holm import holm
from regression.statistics.paired import Groups, Paired
from regression.statistics.rules import Rules
from speechscan.domain.sentence import Sentence, Wording

_FELL = Wording("subgroup-fell", "The AUC fell by {by:.3f} (p = {p:.2g} after Holm), more than {allowed:g} is allowed.")
_NO_WORSE = Wording("subgroup-no-worse", "Shown to be no worse.")
_OPEN = Wording(
    "subgroup-open",
    "Not shown to be worse. Not shown to be within {allowed:g} either: that takes more speakers.",
)
_UNJUDGED = Wording(
    "subgroup-unjudged",
    "Not judged: {healthy} healthy and {dysarthric} dysarthric speakers, and {least} of each are asked for.",
)


@dataclass(frozen=True, slots=True)
class Subgroup:
    """Of the clips with this value of this dimension.

    speakers    healthy and dysarthric
    difference  of the AUC, challenger - champion, with its 95 % interval; None with fewer than two speakers of a class
    p_holm      one-sided, of being no worse at all, corrected over all judged groups; None if not judged
    p_within    one-sided, of being worse by the margin or more, corrected likewise: below alpha it is shown to be no
                worse. That takes many speakers in each group, so it is told and does not decide
    outcome     PASS or FAIL; None: reported, not judged
    """

    dimension: str
    value: str
    clips: int
    speakers: tuple[int, int]
    difference: Interval | None
    p_holm: float | None
    p_within: float | None
    outcome: Outcome | None
    reason: Sentence

    def document(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self) | {"outcome": self.outcome and self.outcome.value}


@dataclass(frozen=True, slots=True)
class _Judged:
    """guarded: with the imagined speaker, for what is to be shown harmless. plain: without, for what is to be shown
    harmful, where he would hide the harm."""

    guarded: Estimate
    plain: Estimate


@dataclass(frozen=True, slots=True)
class _Seen:
    subgroup: Subgroup
    judged: _Judged | None = None


def judge(paired: Paired, groups: Mapping[str, Groups], rules: Rules) -> list[Subgroup]:
    """groups: dimension -> value of each clip; "" is unknown and no group.

    A group FAILS if its AUC fell by the margin or more, and if it is shown to have fallen at all, after Holm's
    correction over the judged groups of all dimensions. To ask that it be shown to have fallen by more than the margin
    would miss half of the challengers that are spoilt for one sex, and to ask of each group that it be shown no worse
    would let no challenger pass with 100 speakers (figures: docs/gate-error-rates.md).

    A group with fewer speakers of a class than `least_speakers` is reported and not judged.
    """
    seen = [
        _seen(paired[values == value], dimension, str(value), rules)
        for dimension, values in groups.items()
        for value in np.unique(values[values != ""])
    ]
    judged = [one.judged for one in seen if one.judged]
    worse = iter(holm([one.plain.chance_of_less(0.0) for one in judged]))
    within = iter(holm([one.guarded.chance_of_more(-rules.margin_auc) for one in judged]))
    return [_decided(one.subgroup, next(worse), next(within), rules) if one.judged else one.subgroup for one in seen]


def _seen(members: Paired, dimension: str, value: str, rules: Rules) -> _Seen:
    clusters = Clusters.of(members.labels, members.speakers)
    found = Subgroup(dimension, value, members.labels.size, clusters.speakers, None, None, None, None, Sentence(""))
    if min(clusters.speakers) < 2:
        return _Seen(replace(found, reason=_unjudged(clusters.speakers, rules)))
    champion, challenger = auc(members)
    moved = challenger - champion
    plain, guarded = over_speakers(moved, clusters), over_speakers(moved, clusters, AUC.imagined)
    found = replace(found, difference=guarded.interval(plain.centre))
    if min(clusters.speakers) < rules.least_speakers:
        return _Seen(replace(found, reason=_unjudged(clusters.speakers, rules)))
    return _Seen(found, _Judged(guarded, plain))


def _decided(found: Subgroup, p_worse: float, p_within: float, rules: Rules) -> Subgroup:
    assert found.difference  # noqa: S101 — a judged group has one
    fell = -found.difference.value
    failed = fell >= rules.margin_auc and p_worse < rules.alpha
    if failed:
        reason = _FELL(by=fell, p=p_worse, allowed=rules.margin_auc)
    elif p_within < rules.alpha:
        reason = _NO_WORSE()
    else:
        reason = _OPEN(allowed=rules.margin_auc)
    return replace(
        found,
        p_holm=p_worse,
        p_within=p_within,
        outcome=Outcome.FAIL if failed else Outcome.PASS,
        reason=reason,
    )


def _unjudged(speakers: Sequence[int], rules: Rules) -> Sentence:
    return _UNJUDGED(healthy=speakers[0], dysarthric=speakers[1], least=rules.least_speakers)

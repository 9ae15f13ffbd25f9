"""How a probability is read: class-conditional conformal bounds on cross-fitted probabilities, by speaker.

Clips of one speaker are not exchangeable with those of another, speakers are. So a speaker's clips share one vote, and
the speaker to come has one too (Lee, Barber and Willett 2023, hierarchical conformal prediction): of a class with S
speakers the mass of a clip is 1 / (its speaker's clips (S + 1)), and 1 / (S + 1) is set aside.
"""

from __future__ import annotations

import numpy as np

from registry.training.arrays import Groups, Labels, Vector
from registry.training.policy import Policy
from speechscan.domain.verdict import DecisionPolicy

_STEP = 0.01


def bounds(
    probabilities: Vector, labels: Labels, groups: Groups, coverage: float, min_speech_s: float = 0.5
) -> DecisionPolicy:
    """Of either class at most 1 - coverage gets the verdict of the other; what could be either is inconclusive."""
    # `decide` calls a clip at a bound decided, so each bound lies a step outside the first clip that is too many.
    low = float(np.nextafter(_first_beyond(probabilities[labels], groups[labels], coverage), 0.0))
    high = float(np.nextafter(-_first_beyond(-probabilities[~labels], groups[~labels], coverage), 1.0))
    if low >= high:
        low = high = (low + high) / 2
    return DecisionPolicy((low + high) / 2, max(low, 0.0), min(high, 1.0), min_speech_s)


def _first_beyond(ascending_risk: Vector, groups: Groups, coverage: float) -> float:
    """The smallest value at which the mass up to it, with the speaker to come, exceeds 1 - coverage."""
    _, inverse, counts = np.unique(groups, return_inverse=True, return_counts=True)
    order = np.argsort(ascending_risk, kind="stable")
    mass = (1 / counts[inverse])[order].cumsum() / (counts.size + 1) + 1 / (counts.size + 1)
    # The whole mass is 1, so there is one.
    return float(ascending_risk[order][np.flatnonzero(mass > 1 - coverage + 1e-12)[0]])


def read(probabilities: Vector, policy: DecisionPolicy) -> Vector:
    """+1 dysarthric, -1 healthy, 0 inconclusive; as `speechscan.domain.verdict.decide` does."""
    verdicts = np.where(probabilities >= policy.abstain_high, 1.0, -1.0)
    verdicts[(probabilities > policy.abstain_low) & (probabilities < policy.abstain_high)] = 0.0
    return verdicts


def cross_read(probabilities: Vector, labels: Labels, groups: Groups, coverage: float) -> Vector:
    """`read` with bounds that come from the other speakers only."""
    verdicts = np.zeros(labels.size)
    for speaker in np.unique(groups):
        own = groups == speaker
        verdicts[own] = read(probabilities[own], bounds(probabilities[~own], labels[~own], groups[~own], coverage))
    return verdicts


def reached_coverage(probabilities: Vector, labels: Labels, groups: Groups, familiar: Labels, policy: Policy) -> float:
    """The policy's, lowered by hundredths until enough clips get a verdict: abstaining is no way to be right."""
    coverage = policy.coverage
    while coverage > 0.5 + _STEP / 2:
        verdicts = cross_read(probabilities, labels, groups, coverage)
        if np.mean((verdicts != 0) & familiar) >= policy.least_decided:
            break
        coverage = round(coverage - _STEP, 2)
    return coverage

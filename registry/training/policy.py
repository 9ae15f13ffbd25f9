"""How a probability is read: class-conditional conformal bounds on cross-fitted probabilities."""

from __future__ import annotations

import math

import numpy as np

from registry.training.crossfit import Groups, Labels, Matrix
from speechscan.domain.verdict import DecisionPolicy

# Of each class at most this share of the clips may get the other's verdict in cross-validation; the rest of the
# doubtful ones are inconclusive. At 0.1 59 % of the clips were undecided, at 0.2 31 %, at 0.3 none.
ERROR_SHARE = 0.20
# A clip is unfamiliar beyond this quantile of the training clips' own distances, each measured without its speaker.
FAMILIAR_QUANTILE = 0.975


def policy_from(probabilities: Matrix, labels: Labels) -> DecisionPolicy:
    ill, well = np.sort(probabilities[labels]), np.sort(probabilities[~labels])[::-1]
    # `decide` calls a clip at a bound decided, so each bound lies a step outside the last tolerated clip.
    low = float(np.nextafter(ill[math.floor(ERROR_SHARE * ill.size)], 0.0))
    high = float(np.nextafter(well[math.floor(ERROR_SHARE * well.size)], 1.0))
    if low >= high:
        low = high = (low + high) / 2
    return DecisionPolicy(threshold=(low + high) / 2, abstain_low=low, abstain_high=high)


def read(probabilities: Matrix, policy: DecisionPolicy) -> Matrix:
    """+1 dysarthric, -1 healthy, 0 inconclusive."""
    verdicts = np.where(probabilities >= policy.threshold, 1.0, -1.0)
    verdicts[(probabilities > policy.abstain_low) & (probabilities < policy.abstain_high)] = 0.0
    return verdicts


def cross_read(probabilities: Matrix, labels: Labels, groups: Groups) -> Matrix:
    """`read` with a policy that comes from the other speakers only."""
    verdicts = np.zeros(len(labels))
    for speaker in np.unique(groups):
        own = groups == speaker
        verdicts[own] = read(probabilities[own], policy_from(probabilities[~own], labels[~own]))
    return verdicts

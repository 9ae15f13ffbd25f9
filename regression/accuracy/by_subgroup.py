"""How good a version is on a reference set, as a whole and by the gate's subgroups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from regression.gate.groups import groups
from regression.gate.policy import Policy
from regression.references.reference import Kind, Reference
from regression.scored import Scored
from regression.statistics.accuracy import figures
from regression.statistics.judged import Judged
from speechscan.domain.accuracy import AccuracyFigure
from speechscan.domain.verdict import Status

_SEXES = {"f": "female", "m": "male"}


def accuracy(reference: Reference, scored: Sequence[Scored], policy: Policy) -> tuple[AccuracyFigure, ...]:
    """What a client would have been told, with quality gate, task check and abstention, beside the labels; what the
    figures mean with inconclusive verdicts says `regression.statistics.accuracy`. A group with too few speakers by the
    policy has no bounds. Nothing for phantoms, which have no label."""
    if reference.kind is not Kind.CLINICAL:
        return ()
    judged, replicates = _judged(scored), policy.accuracy.replicates
    found = figures(judged, policy.accuracy.least_speakers, replicates)
    for dimension, values in groups([one.clip for one in scored], policy.subgroups).items():
        for value in np.unique(values[values != ""]):
            members = figures(judged[values == value], policy.subgroups.least_speakers, replicates)
            found += (replace(one, subgroup=f"{dimension}={_SEXES.get(value, value)}") for one in members)
    return tuple(found)


def _judged(scored: Sequence[Scored]) -> Judged:
    return Judged(
        # Names count within their corpus.
        speakers=np.array([f"{one.clip.corpus}/{one.clip.speaker}" for one in scored]),
        labels=np.array([one.clip.dysarthric for one in scored], dtype=np.bool_),
        definite=np.array([one.status is not Status.INCONCLUSIVE for one in scored], dtype=np.bool_),
        called=np.array([one.status is Status.DYSARTHRIC for one in scored], dtype=np.bool_),
        probabilities=np.array([one.probability for one in scored], dtype=np.float64),
    )

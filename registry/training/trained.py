"""The model that a training gives: head, calibration, task check, bounds, healthy ranges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from registry.features import HEAD_MEASURES
from registry.model import Weights
from registry.training import abstention, nested, task_check
from registry.training.arrays import Groups, Labels, Vector, sigmoid
from registry.training.described import Described
from registry.training.nested import CrossFitted, Fitted
from registry.training.policy import Policy
from registry.training.task_check import TaskCheck
from speechscan.domain.verdict import DecisionPolicy

_HEALTHY_PERCENTILES = (5, 95)


@dataclass(frozen=True)
class Trained:
    """coverage: what the bounds keep to. verdicts: of the training clips, each by bounds and distances that come from
    other speakers; 0 where inconclusive or unfamiliar. known: which of them are familiar, by the same distances."""

    fitted: Fitted
    task: TaskCheck
    familiar_limit: float
    policy: DecisionPolicy
    coverage: float
    healthy: dict[str, tuple[float, float]]
    verdicts: Vector
    known: Labels

    @property
    def unfamiliar(self) -> float:
        """Share of the training clips."""
        return float(np.mean(~self.known))

    def logits(self, clips: Described) -> Vector:
        return self.fitted.logits(clips.head_features)

    def familiar(self, clips: Described) -> Labels:
        return self.task.distances(clips.task_features) <= self.familiar_limit

    def read(self, clips: Described) -> Vector:
        verdicts = abstention.read(sigmoid(self.logits(clips)), self.policy)
        return np.where(self.familiar(clips), verdicts, 0.0)

    @property
    def weights(self) -> Weights:
        head, calibration = self.fitted.head, self.fitted.calibration
        return Weights(
            median=head.standard.median,
            mean=head.standard.mean,
            scale=head.standard.scale,
            weight=calibration.slope * head.weight,
            bias=np.array(calibration.slope * head.bias + calibration.intercept),
            task_mean=self.task.mean,
            task_precision=self.task.precision,
        )


def finish(clips: Described, labels: Labels, groups: Groups, cross: CrossFitted, policy: Policy, seed: int) -> Trained:
    """The procedure that was cross-validated, on all training speakers."""
    distances = task_check.cross_distances(clips.task_features, groups)
    limit = float(np.quantile(distances, policy.familiar))
    familiar = distances <= limit
    coverage = abstention.reached_coverage(cross.probabilities, labels, groups, familiar, policy)
    verdicts = abstention.cross_read(cross.probabilities, labels, groups, coverage)
    return Trained(
        fitted=nested.fit(clips.head_features, labels, groups, seed),
        task=task_check.fit(clips.task_features),
        familiar_limit=limit,
        policy=abstention.bounds(cross.probabilities, labels, groups, coverage, policy.min_speech_s),
        coverage=coverage,
        healthy=healthy_ranges(clips, labels),
        verdicts=np.where(familiar, verdicts, 0.0),
        known=familiar,
    )


def healthy_ranges(clips: Described, labels: Labels) -> dict[str, tuple[float, float]]:
    """5th and 95th percentile over the healthy training clips, in the measures' own units."""
    columns = {scale.name: clips.column(scale.name)[~labels] for scale in HEAD_MEASURES}
    found = {name: column[~np.isnan(column)] for name, column in columns.items()}
    return {
        name: (float(low), float(high))
        for name, values in found.items()
        if values.size
        for low, high in [np.percentile(values, _HEALTHY_PERCENTILES)]
    }

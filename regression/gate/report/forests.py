"""The differences that a report draws, from the checks' figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from registry.training.intervals import Interval
from regression.gate.policy import Policy
from regression.gate.report.estimate import Estimate


def accuracy_estimates(figures: Mapping[str, Any], policy: Policy) -> list[Estimate]:
    margins = {"auc": policy.accuracy.margin_auc, "balanced_accuracy": policy.accuracy.margin_balanced_accuracy}
    return [
        Estimate(found["name"], Interval(**found["difference"]), margin, found["outcome"])
        for name, margin in margins.items()
        if (found := figures[name]) is not None
    ]


def subgroup_estimates(figures: Mapping[str, Any], policy: Policy) -> list[Estimate]:
    return list(_groups(figures, policy))


def _groups(figures: Mapping[str, Any], policy: Policy) -> Iterator[Estimate]:
    for group in figures["groups"]:
        if group["difference"] is not None:
            speakers = sum(group["speakers"])
            label = f"{group['dimension']}: {group['value']} ({speakers} speakers)"
            yield Estimate(label, Interval(**group["difference"]), policy.accuracy.margin_auc, group["outcome"])

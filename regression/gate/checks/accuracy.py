"""Check 1: is the challenger as good as the champion on the same clips?"""

from __future__ import annotations

from regression.gate.check import Check
from regression.gate.duel import Duel
from regression.gate.policy import Policy
from regression.statistics.comparison import compare
from regression.statistics.rules import Rules

NAME = "accuracy"


def rules(policy: Policy, seed: int, least_speakers: int) -> Rules:
    asked = policy.accuracy
    return Rules(
        margin_auc=asked.margin_auc,
        margin_balanced_accuracy=asked.margin_balanced_accuracy,
        alpha=asked.alpha,
        power=asked.power,
        least_speakers=least_speakers,
        replicates=asked.replicates,
        seed=seed,
        superiority=asked.superiority,
    )


def check(duel: Duel, policy: Policy, seed: int) -> Check:
    found = compare(duel.paired, rules(policy, seed, policy.accuracy.least_speakers))
    figures = {name: value for name, value in found.document().items() if name not in ("outcome", "reasons")}
    return Check(NAME, found.outcome, found.reasons, figures, duel.reference.title)

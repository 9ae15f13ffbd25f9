"""Check 1 of the gate: is the challenger no worse than the champion, on the same clips?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from regression.gate.check import Outcome
from regression.statistics import bootstrap, mcnemar
from regression.statistics.clusters import Clusters
from regression.statistics.difference import AUC, BALANCED_ACCURACY, Difference, differ
from regression.statistics.mcnemar import McNemar
from regression.statistics.paired import Paired
from regression.statistics.rules import Rules
from regression.statistics.sentences import reasons
from speechscan.domain.sentence import Sentence

__all__ = ["Comparison", "Rules", "compare"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """auc, balanced_accuracy: None where a class has fewer than two speakers.

    speakers_needed: of both classes together; None if there are enough, or if no number can be told
    """

    outcome: Outcome
    reasons: tuple[Sentence, ...]
    clips: int
    healthy_speakers: int
    dysarthric_speakers: int
    auc: Difference | None
    balanced_accuracy: Difference | None
    mcnemar_clips: McNemar
    mcnemar_speakers: McNemar
    speakers_needed: int | None

    def document(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "outcome": self.outcome.value,
            "reasons": list(self.reasons),
            "clips": self.clips,
            "speakers": {"healthy": self.healthy_speakers, "dysarthric": self.dysarthric_speakers},
            "auc": self.auc and self.auc.document(),
            "balanced_accuracy": self.balanced_accuracy and self.balanced_accuracy.document(),
            "mcnemar": {"clips": self.mcnemar_clips.document(), "speakers": self.mcnemar_speakers.document()},
            "speakers_needed": self.speakers_needed,
        }


def compare(paired: Paired, rules: Rules) -> Comparison:
    """Passes only if AUC and balanced accuracy both are shown to be no worse; fails if one of them does. No correction
    for the two: to pass, both must hold, so a challenger worse in either passes with alpha at most."""
    clusters = Clusters.of(paired.labels, paired.speakers)
    auc, accuracy = _differences(paired, clusters, rules)
    outcome = _outcome(auc, accuracy, clusters, rules)
    healthy, dysarthric = clusters.speakers
    by_speaker = mcnemar.by_speaker(paired, clusters)
    needed = _needed(auc, accuracy) if outcome is Outcome.INCONCLUSIVE else None
    return Comparison(
        outcome=outcome,
        reasons=reasons(outcome, auc, accuracy, by_speaker, clusters.speakers, needed, rules),
        clips=paired.labels.size,
        healthy_speakers=healthy,
        dysarthric_speakers=dysarthric,
        auc=auc,
        balanced_accuracy=accuracy,
        mcnemar_clips=mcnemar.by_clip(paired),
        mcnemar_speakers=by_speaker,
        speakers_needed=needed,
    )


def _differences(paired: Paired, clusters: Clusters, rules: Rules) -> tuple[Difference | None, Difference | None]:
    if min(clusters.speakers) < 2:
        return None, None
    weights = bootstrap.draws(clusters, rules.replicates, rules.seed)
    return (
        differ(AUC, paired, clusters, weights, rules.margin_auc, rules),
        differ(BALANCED_ACCURACY, paired, clusters, weights, rules.margin_balanced_accuracy, rules),
    )


def _outcome(auc: Difference | None, accuracy: Difference | None, clusters: Clusters, rules: Rules) -> Outcome:
    if auc is None or accuracy is None or min(clusters.speakers) < rules.least_speakers:
        return Outcome.INCONCLUSIVE
    outcomes = {auc.outcome, accuracy.outcome}
    if Outcome.FAIL in outcomes:
        return Outcome.FAIL
    better = not rules.superiority or auc.lower > 0
    return Outcome.PASS if outcomes == {Outcome.PASS} and better else Outcome.INCONCLUSIVE


def _needed(auc: Difference | None, accuracy: Difference | None) -> int | None:
    """For the figure that needs more."""
    if auc is None or accuracy is None or auc.needed is None or accuracy.needed is None:
        return None
    return max(auc.needed, accuracy.needed)

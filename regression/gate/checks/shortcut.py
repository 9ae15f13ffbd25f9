"""Check 5: with the speech removed, or its order, the classes must not separate.

A model that still tells them apart hears who was recorded where, and will not do so in another clinic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from registry.onnx_scorer import OnnxScorer
from registry.pcm import Pcm
from registry.training import altered, intervals, statistics
from registry.training.intervals import Interval
from registry.training.progress import Progress
from regression.gate.check import Check, Outcome
from regression.gate.material import Material
from regression.gate.policy import Shortcut
from regression.scored import Scored
from regression.scoring import score
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.sentence import Sentence, Wording

NAME = "shortcut"
Verdict = tuple[Outcome, tuple[Sentence, ...]]
REMOVED, SHUFFLED = "speech removed", "frames shuffled"
_TOLD_APART = "With the speech removed the classes are told apart with an AUC of {value:.2f} [{low:.2f}, {high:.2f}]"
_HEARD = Wording(
    "shortcut-heard",
    f"{_TOLD_APART}: the model hears the recording and not the voice, and {{limit:.2f}} is the limit. "
    "Look for a device, a room or a level that goes with the diagnosis in the training data.",
)
_NOT_SHOWN = Wording(
    "shortcut-not-shown",
    f"{_TOLD_APART}: that it stays under {{limit:.2f}} is not shown. Add speakers to the reference set.",
)
_FEW_HAVE_PAUSES = "Fewer than {least} speakers of a class have clips with half a second without speech"
_FEW_PAUSES = Wording(
    "shortcut-few-pauses",
    f"{_FEW_HAVE_PAUSES}, so the control cannot be made. Add clips with a pause at their ends.",
)
_SHUFFLED_ALIKE = Wording(
    "shortcut-shuffled-alike",
    f"{_FEW_HAVE_PAUSES}; shuffled frames, which show less, do not tell the classes apart "
    "({value:.2f} [{low:.2f}, {high:.2f}]).",
)
_SHUFFLED_APART = Wording(
    "shortcut-shuffled-apart",
    f"{_FEW_HAVE_PAUSES}, and shuffled frames tell the classes apart with an AUC of "
    "{value:.2f} [{low:.2f}, {high:.2f}], by the spectrum of voice or room: "
    "that a shortcut stays under {limit:.2f} is not shown. Add clips with a pause at their ends.",
)


@dataclass(frozen=True)
class Controls:
    """removed: of the clips that hold some silence, perhaps none."""

    title: str
    removed: Sequence[Scored]
    shuffled: Sequence[Scored]


def controls(material: Material, scorer: OnnxScorer, seed: int, gate: QualityGate, progress: Progress) -> Controls:
    title = material.reference.title
    silent = material.only(_has_silence).changed(f"{title}, {REMOVED}", lambda _, samples: _silence(samples))
    mixed = material.changed(f"{title}, {SHUFFLED}", lambda _, samples: altered.shuffled(samples, seed))
    scores = [score(each.reference, each.sounds, scorer, gate, progress) for each in (silent, mixed)]
    return Controls(title, *scores)


def _has_silence(samples: Pcm) -> bool:
    return _silence(samples).size > 0


def _silence(samples: Pcm) -> Pcm:
    """Empty where there is not enough."""
    left = altered.without_speech(samples)
    return samples[:0] if left is None else left


def check(found: Controls, policy: Shortcut, replicates: int) -> Check:
    """Removed speech decides where enough clips hold some silence. Else shuffled frames may let it pass if the policy
    says so, but never fail it: they keep the long-term spectrum, of a hoarse voice as of a room."""
    removed = _separation(found.removed, policy, replicates)
    shuffled = _separation(found.shuffled, policy, replicates)
    figures = {
        REMOVED: {"clips": len(found.removed), "auc": removed and asdict(removed)},
        SHUFFLED: {"clips": len(found.shuffled), "auc": shuffled and asdict(shuffled)},
    }
    outcome, reasons = _without_speech(removed, policy) if removed else _shuffled(shuffled, policy)
    return Check(NAME, outcome, reasons, figures, found.title)


def _separation(scored: Sequence[Scored], policy: Shortcut, replicates: int) -> Interval | None:
    """AUC with its 95 % interval over speakers; None where a class has too few of them."""
    ill = np.array([one.clip.dysarthric for one in scored], dtype=np.bool_)
    speakers = np.array([f"{one.clip.corpus}/{one.clip.speaker}" for one in scored], dtype=np.str_)
    if min(np.unique(speakers[ill]).size, np.unique(speakers[~ill]).size) < policy.least_speakers:
        return None
    said = np.array([one.probability for one in scored])
    return intervals.over_speakers(lambda chosen: statistics.auc(said[chosen], ill[chosen]), speakers, replicates)


def _without_speech(auc: Interval, policy: Shortcut) -> Verdict:
    if auc.high < policy.auc_limit:
        return Outcome.PASS, ()
    if auc.value >= policy.auc_limit and auc.low > 0.5:
        return Outcome.FAIL, (_HEARD(**asdict(auc), limit=policy.auc_limit),)
    return Outcome.INCONCLUSIVE, (_NOT_SHOWN(**asdict(auc), limit=policy.auc_limit),)


def _shuffled(auc: Interval | None, policy: Shortcut) -> Verdict:
    least = policy.least_speakers
    if auc is None or not policy.shuffled_suffices:
        return Outcome.INCONCLUSIVE, (_FEW_PAUSES(least=least),)
    if auc.high < policy.auc_limit:
        return Outcome.PASS, (_SHUFFLED_ALIKE(**asdict(auc), least=least),)
    return Outcome.INCONCLUSIVE, (_SHUFFLED_APART(**asdict(auc), least=least, limit=policy.auc_limit),)

"""How good the model is, against what it must beat and what it must not hear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from registry.data.manifest import Clip
from registry.training import baselines, nested, statistics
from registry.training.arrays import Groups, Labels, Matrix, Vector, labels, speakers
from registry.training.described import Described
from registry.training.hearing import Heard
from registry.training.intervals import Interval, over_speakers
from registry.training.nested import CrossFitted
from registry.training.progress import Progress, counted
from registry.training.reference_sets import Sets
from registry.training.request import Effort

# Fewer speakers of a class give no figure that means anything.
_FEWEST_SPEAKERS = 5


@dataclass(frozen=True)
class Evaluation:
    """baseline: cross-fitted logits of age and sex. null: AUCs with permuted labels; `null_auc` the model's own AUC
    from one repeat, which those compare with. controls: AUC of the same procedure on altered clips, None where too few
    clips allow it. corpora: AUC of telling healthy speakers of two corpora apart. everybody: the procedure
    cross-validated over the reference speakers too."""

    cross: CrossFitted
    baseline: Vector | None
    null: Vector
    null_auc: float
    controls: dict[str, Interval | None]
    corpora: dict[str, Interval]
    everybody: CrossFitted | None


def evaluate(sets: Sets, heard: Heard, seed: int, effort: Effort, progress: Progress) -> Evaluation:
    ill, groups = labels(sets.training), speakers(sets.training)
    features = heard.training.head_features
    tick = counted(progress, "cross-validating", effort.repeats)
    cross = nested.cross_validate(features, ill, groups, seed, effort.repeats, tick)
    known = baselines.age_and_sex(sets.training)
    once = nested.cross_validate(features, ill, groups, seed, repeats=1)
    tick = counted(progress, "permuting labels", effort.permutations)
    return Evaluation(
        cross=cross,
        baseline=None if known is None else baselines.plain_logits(known, ill, groups, seed, effort.repeats),
        null=baselines.permutation_null(features, ill, groups, seed, effort.permutations, tick),
        null_auc=statistics.auc(once.logits, ill),
        controls=_controls(heard, ill, groups, seed, effort),
        corpora=_corpora(sets, heard, seed, effort),
        everybody=_everybody(sets, heard, seed, effort),
    )


def _controls(heard: Heard, ill: Labels, groups: Groups, seed: int, effort: Effort) -> dict[str, Interval | None]:
    some = heard.with_silence
    silence = None if heard.silence is None else heard.silence.head_features
    recording = baselines.plain_logits(heard.recording, ill, groups, seed, effort.repeats)
    return {
        "speech removed": _procedure(silence, ill[some], groups[some], seed, effort),
        "frames shuffled": _procedure(heard.shuffled.head_features, ill, groups, seed, effort),
        "recording alone": _auc(recording, ill, groups, effort),
    }


def _corpora(sets: Sets, heard: Heard, seed: int, effort: Effort) -> dict[str, Interval]:
    healthy = [place for place, clip in enumerate(sets.training) if not clip.dysarthric]
    own = [sets.training[place] for place in healthy]
    found = {}
    for name, clips in sets.vowels.items():
        where = np.array([True] * len(own) + [False] * len(clips))
        features = _joined(heard.training[np.array(healthy)], heard.vowels[name])
        pair = f"{' and '.join(sorted({clip.corpus_name for clip in own}))} and {name}"
        auc = _procedure(features, where, speakers([*own, *clips]), seed, effort)
        if auc is not None:
            found[pair] = auc
    return found


def _everybody(sets: Sets, heard: Heard, seed: int, effort: Effort) -> CrossFitted | None:
    if heard.reference is None:
        return None
    clips: Sequence[Clip] = [*sets.training, *sets.reference]
    features = _joined(heard.training, heard.reference)
    return nested.cross_validate(features, labels(clips), speakers(clips), seed, effort.repeats)


def _procedure(features: Matrix | None, ill: Labels, groups: Groups, seed: int, effort: Effort) -> Interval | None:
    """The model's own procedure on these clips; None with too few speakers of a class."""
    if features is None or min(np.unique(groups[ill == label]).size for label in (True, False)) < _FEWEST_SPEAKERS:
        return None
    logits = nested.cross_validate(features, ill, groups, seed, effort.repeats).logits
    return _auc(logits, ill, groups, effort)


def _auc(logits: Vector, ill: Labels, groups: Groups, effort: Effort) -> Interval:
    return over_speakers(lambda i: statistics.auc(logits[i], ill[i]), groups, effort.replicates)


def _joined(first: Described, second: Described) -> Matrix:
    return np.vstack([first.head_features, second.head_features])

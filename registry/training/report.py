"""The figures as one document, which the metadata holds, the card is written from and MLflow shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from registry.data.manifest import Clip
from registry.training import baselines, figures
from registry.training.arrays import labels, share, sigmoid, speakers
from registry.training.calibration import slope_and_intercept
from registry.training.described import Described
from registry.training.evaluation import Evaluation
from registry.training.figures import Judged
from registry.training.hearing import Heard
from registry.training.intervals import Interval
from registry.training.reference_sets import Sets
from registry.training.request import Effort
from registry.training.trained import Trained

Document = dict[str, Any]


def of(sets: Sets, heard: Heard, evaluation: Evaluation, trained: Trained, effort: Effort) -> Document:
    cross = evaluation.cross
    judged = Judged(cross.labels, cross.groups, cross.logits, trained.verdicts, evaluation.baseline)
    slope, intercept = slope_and_intercept(cross.logits, cross.labels)
    return {
        "corpora": {
            name: _corpus(judged[own], [c for c in sets.training if c.corpus_name == name], effort)
            for name in sorted({clip.corpus_name for clip in sets.training})
            for own in [np.array([clip.corpus_name == name for clip in sets.training])]
        },
        "calibration": {"slope": round(slope, 3), "intercept": round(intercept, 3)},
        "chosen": cross.chosen,
        "permutations": _permutations(evaluation),
        "controls": {name: auc and asdict(auc) for name, auc in evaluation.controls.items()},
        "corpora_told_apart": {pair: asdict(auc) for pair, auc in evaluation.corpora.items()},
        "unfamiliar_in_training": round(trained.unfamiliar, 3),
        "other_sounds": {name: _judged(trained, clips) for name, clips in {**heard.vowels, **heard.sounds}.items()},
        "everybody": _everybody(sets, evaluation, effort),
        "reference": _reference(sets, heard, trained, effort),
    }


def _corpus(judged: Judged, clips: Sequence[Clip], effort: Effort) -> Document:
    tasks, sexes = (np.array([getattr(clip, name) for clip in clips]) for name in ("task_name", "sex"))
    return {
        "clips": len(clips),
        "speakers": len({clip.speaker for clip in clips}),
        "speakers_without_age_or_sex": len({clip.speaker for clip in clips if clip.age is None or clip.male is None}),
        "clips_without_task": sum(not clip.task for clip in clips),
        "all": _whole(judged, effort),
        "by_speaker": _intervals(figures.discrimination(judged.by_speaker, effort.replicates)),
        "tasks": {task: _whole(judged[tasks == task], effort) for task in sorted(set(tasks))},
        "sexes": {sex: _whole(judged[sexes == sex], effort) for sex in ("f", "m") if (sexes == sex).any()},
    }


def _whole(judged: Judged, effort: Effort) -> Document:
    return _intervals(
        {
            **figures.discrimination(judged, effort.replicates),
            **figures.against_baseline(judged, effort.replicates),
            **figures.verdicts(judged, effort.replicates),
        }
    )


def _permutations(evaluation: Evaluation) -> Document:
    return {
        "trials": int(evaluation.null.size),
        "auc": round(evaluation.null_auc, 3),
        "null_median": round(float(np.median(evaluation.null)), 3),
        "null_95": round(float(np.quantile(evaluation.null, 0.95)), 3),
        "p": round(baselines.p_value(evaluation.null, evaluation.null_auc), 4),
    }


def _judged(trained: Trained, clips: Described) -> Document:
    """Shares of clips by verdict; `dysarthric_without_check` is what the head alone would have said."""
    probabilities = sigmoid(trained.logits(clips))
    read, familiar = trained.read(clips), trained.familiar(clips)
    return {
        "clips": int(familiar.size),
        "unfamiliar": round(share(~familiar), 3),
        "healthy": round(share(read < 0), 3),
        "dysarthric": round(share(read > 0), 3),
        "dysarthric_without_check": round(share(probabilities >= trained.policy.abstain_high), 3),
    }


def _everybody(sets: Sets, evaluation: Evaluation, effort: Effort) -> Document | None:
    cross = evaluation.everybody
    if cross is None:
        return None
    judged = Judged(cross.labels, cross.groups, cross.logits, np.ones(cross.labels.size))
    return {
        "speakers": len({clip.speaker for clip in [*sets.training, *sets.reference]}),
        "all": _intervals(figures.discrimination(judged, effort.replicates)),
        "by_speaker": _intervals(figures.discrimination(judged.by_speaker, effort.replicates)),
    }


def _reference(sets: Sets, heard: Heard, trained: Trained, effort: Effort) -> Document | None:
    """Speakers whom nothing of this training heard."""
    if heard.reference is None:
        return None
    ill, groups = labels(sets.reference), speakers(sets.reference)
    judged = Judged(ill, groups, trained.logits(heard.reference), trained.read(heard.reference))
    return {
        "clips": len(sets.reference),
        "speakers": len(set(groups)),
        "dysarthric_speakers": len(set(groups[ill])),
        "all": _whole(judged, effort),
        "by_speaker": _intervals(figures.discrimination(judged.by_speaker, effort.replicates)),
    }


def _intervals(found: dict[str, Interval]) -> Document:
    """Without those that are not defined: JSON has no NaN."""
    return {name: asdict(interval) for name, interval in found.items() if not np.isnan(interval.value)}

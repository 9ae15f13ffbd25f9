"""What a reader must be told, in words, before any figure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from registry.backbones.base import ACOUSTIC
from registry.training import design
from registry.training.intervals import Interval
from registry.training.policy import Policy
from speechscan.domain.explanation import TIMBRE

_FEW_SPEAKERS = 100
_LARGEST_P = 0.05


def of(figures: Mapping[str, Any], coverage: float, policy: Policy) -> list[str]:
    """`figures` as `report.of` makes them; `coverage` what the bounds keep to."""
    told = []
    for name, corpus in figures["corpora"].items():
        told += of_size(name, corpus["speakers"])
        told += design.caution(name)
        told += of_tasks(name, corpus["clips_without_task"], corpus["clips"])
        told += of_baseline(name, *(_interval(corpus["all"].get(which)) for which in _AGAINST))
    told += of_people(_total(figures, "speakers_without_age_or_sex"), _total(figures, "speakers"))
    if len(figures["corpora"]) == 1:
        told.append("All speakers were recorded in one place: nothing is known of others.")
    told += of_permutations(figures["permutations"]["p"], figures["permutations"]["trials"])
    told += of_controls({name: _interval(auc) for name, auc in figures["controls"].items()}, policy.control_limit)
    told += of_corpora({pair: Interval(**auc) for pair, auc in figures["corpora_told_apart"].items()}, policy)
    told += of_policy(policy.coverage, coverage)
    return told + list(of_running_speech(figures["other_sounds"], policy.running_speech_limit))


_AGAINST = ("auc", "auc_of_age_and_sex", "auc_gain_over_age_and_sex")


def _interval(told: Mapping[str, float] | None) -> Interval | None:
    return Interval(**told) if told else None


def _total(figures: Mapping[str, Any], which: str) -> int:
    return sum(corpus[which] for corpus in figures["corpora"].values())


def of_size(corpus: str, speakers: int) -> list[str]:
    if speakers >= _FEW_SPEAKERS:
        return []
    return [f"{corpus}: only {speakers} speakers were heard. Every figure is uncertain, as its interval says."]


def of_tasks(corpus: str, unknown: int, clips: int) -> list[str]:
    if not unknown:
        return []
    return [f"{corpus}: the task of {unknown} of {clips} clips is not given. They were taken for sustained vowels."]


def of_people(unknown: int, speakers: int) -> list[str]:
    if not unknown:
        return []
    return [
        f"Age or sex is not given of {unknown} of {speakers} speakers. So it cannot be computed how far age and sex "
        "alone would come, and the model may owe its figure to them."
    ]


def of_baseline(corpus: str, model: Interval | None, baseline: Interval | None, gain: Interval | None) -> list[str]:
    if model is None or baseline is None or gain is None:
        return []
    told = []
    if baseline.high >= model.low:
        told.append(
            f"{corpus}: age and sex alone reach an AUC of {baseline}, the model {model}. The intervals overlap, so the "
            "model may owe its figure to who was recorded."
        )
    if gain.low <= 0:
        told.append(
            f"{corpus}: it is not shown that the model tells more than age and sex do. The paired gain is {gain}."
        )
    return told


def of_permutations(p: float, trials: int) -> list[str]:
    if p <= _LARGEST_P:
        return []
    return [f"Labels dealt out at random do as well (p = {p:.2f}, {trials} trials): nothing is shown."]


def of_controls(controls: Mapping[str, Interval | None], limit: float) -> list[str]:
    told = []
    for name, auc in controls.items():
        if auc is None:
            told.append(f"The control '{name}' cannot be made: too few clips hold what it needs.")
        elif auc.high > limit:
            told.append(
                f"The control '{name}' reaches an AUC of {auc}; its upper bound should stay under {limit:.2f}. Part of "
                "the model's figure may come from what this control hears."
            )
    return told


def of_corpora(pairs: Mapping[str, Interval], policy: Policy) -> list[str]:
    return [
        f"Healthy speakers of {pair} can be told apart with an AUC of {auc}, by recording and age. A figure over "
        "pooled corpora would measure the corpus; none is given."
        for pair, auc in pairs.items()
        if auc.high > policy.control_limit
    ]


def of_backbone(name: str, read: Collection[str]) -> list[str]:
    """`read`: the parts that the chosen head reads."""
    if name == ACOUSTIC or TIMBRE in read:
        return []
    return [
        f"The inner folds chose a head that does not read the embedding of {name}. This version computes it for "
        "nothing: a training without a backbone gives one that is as good and faster."
    ]


def of_policy(asked: float, reached: float) -> list[str]:
    if reached >= asked:
        return []
    return [
        f"The policy asks for a coverage of {asked:.0%} of each class. With that too few clips would get a verdict, so "
        f"the bounds keep to {reached:.0%}."
    ]


def of_running_speech(sounds: Mapping[str, Any], limit: float) -> Iterator[str]:
    told = sounds.get("healthy_running_speech")
    if told is None:
        yield "No running speech is in the manifest: it is not known what the model says of it."
    elif told["dysarthric"] > limit:
        yield f"Of healthy running speech {told['dysarthric']:.0%} is called dysarthric; {limit:.0%} would be let pass."

"""Check 3: are the probabilities as true as the champion's, and do as many clips get a verdict, whoever speaks?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from registry.training.arrays import share
from registry.training.intervals import Interval, over_speakers
from regression.gate.check import Check, Outcome
from regression.gate.checks.accuracy import rules
from regression.gate.duel import Duel
from regression.gate.policy import Policy
from regression.gate.verdicts import Verdicts
from regression.statistics.calibration import calibration
from regression.statistics.clusters import Clusters
from speechscan.domain.sentence import Sentence, Wording

NAME = "calibration"
# A complaint with its weight.
Complaint = tuple[Outcome, Sentence]

_FEW = Wording(
    "calibration-few-speakers",
    "{healthy} healthy and {dysarthric} dysarthric speakers are too few to tell: at least {least} of each are needed.",
)
_WHAT = {
    "brier": "The Brier score",
    "ece": "The calibration error (ECE)",
    "undecided": "The share of clips without a verdict",
}
_ROSE = {
    name: Wording(
        f"calibration-{name}-rose",
        f"{what} rose by {{value:.2f}} [{{low:.2f}}, {{high:.2f}}]; less than {{allowed:g}} is allowed.",
    )
    for name, what in _WHAT.items()
}
_CHANGED = {
    name: Wording(
        f"calibration-{name}-changed",
        f"{what} changed by {{value:.2f}} [{{low:.2f}}, {{high:.2f}}]: "
        "that it rose by less than {allowed:g} is not shown.",
    )
    for name, what in _WHAT.items()
}
_FEW_VERDICTS = Wording(
    "calibration-few-verdicts",
    "Only {challenger:.0%} of the clips get a verdict, with the champion {champion:.0%}; {least:.0%} is asked for.",
)
_SEX_GAP = Wording(
    "calibration-sex-gap",
    "Women's and men's shares of wrong verdicts lie further apart than with the champion, by "
    "{value:.2f} [{low:.2f}, {high:.2f}]; less than {allowed:g} is allowed.",
)


def check(duel: Duel, policy: Policy, seed: int) -> Check:
    """A worsening fails if it is as large as the policy's bound and shown to be one (the 95 % interval leaves out 0);
    it passes if the whole interval stays under the bound; else it cannot be told."""
    title = duel.reference.title
    asked = rules(policy, seed, policy.accuracy.least_speakers)
    speakers = Clusters.of(duel.paired.labels, duel.paired.speakers).speakers
    if min(speakers) < asked.least_speakers:
        few = _FEW(healthy=speakers[0], dysarthric=speakers[1], least=asked.least_speakers)
        return Check(NAME, Outcome.INCONCLUSIVE, (few,), {}, title)
    errors = calibration(duel.paired, asked)
    verdicts = Verdicts.of(duel)
    fewer = over_speakers(verdicts.decided_less, duel.speakers, asked.replicates)
    figures: dict[str, Any] = {**errors.document(), "decided": _decided(verdicts), "decided_less": asdict(fewer)}
    bounds = policy.calibration
    complaints = [
        *_worse("brier", errors.brier.difference, bounds.brier_worse),
        *_worse("ece", errors.ece.difference, bounds.ece_worse),
        *_worse("undecided", fewer, bounds.decided_less),
        *_few_verdicts(verdicts, bounds.least_decided),
    ]
    if verdicts.sexes_told_apart(policy.subgroups.least_speakers):
        gap = over_speakers(verdicts.gap_wider, duel.speakers, asked.replicates)
        figures["sex_gap"] = {**_gaps(verdicts), "wider": asdict(gap)}
        complaints += _gap(gap, bounds.sex_gap_worse)
    outcomes = {outcome for outcome, _ in complaints}
    worst = next((each for each in (Outcome.FAIL, Outcome.INCONCLUSIVE) if each in outcomes), Outcome.PASS)
    return Check(NAME, worst, tuple(sentence for _, sentence in complaints), figures, title)


def _worse(what: str, found: Interval, bound: float) -> Iterator[Complaint]:
    if found.value >= bound and found.low > 0:
        yield Outcome.FAIL, _ROSE[what](**asdict(found), allowed=bound)
    elif found.high >= bound:
        yield Outcome.INCONCLUSIVE, _CHANGED[what](**asdict(found), allowed=bound)


def _few_verdicts(verdicts: Verdicts, least: float) -> Iterator[Complaint]:
    """Only if the champion decides more: a set of poor recordings is no fault of the challenger."""
    champion, challenger = share(verdicts.champion_decided), share(verdicts.challenger_decided)
    if challenger < least and challenger < champion:
        yield Outcome.FAIL, _FEW_VERDICTS(challenger=challenger, champion=champion, least=least)


def _gap(found: Interval, bound: float) -> Iterator[Complaint]:
    """No third answer: how well each sex is judged is the business of the check of subgroups."""
    if found.value >= bound and found.low > 0:
        yield Outcome.FAIL, _SEX_GAP(**asdict(found), allowed=bound)


def _decided(verdicts: Verdicts) -> dict[str, float]:
    return {"champion": share(verdicts.champion_decided), "challenger": share(verdicts.challenger_decided)}


def _gaps(verdicts: Verdicts) -> dict[str, float]:
    everybody = np.arange(verdicts.female.size)
    return {"champion": verdicts.champion_gap(everybody), "challenger": verdicts.challenger_gap(everybody)}

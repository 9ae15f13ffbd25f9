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

NAME = "calibration"
# A complaint with its weight.
Complaint = tuple[Outcome, str]


def check(duel: Duel, policy: Policy, seed: int) -> Check:
    """A worsening fails if it is as large as the policy's bound and shown to be one (the 95 % interval leaves out 0);
    it passes if the whole interval stays under the bound; else it cannot be told."""
    title = duel.reference.title
    asked = rules(policy, seed, policy.accuracy.least_speakers)
    speakers = Clusters.of(duel.paired.labels, duel.paired.speakers).speakers
    if min(speakers) < asked.least_speakers:
        told = f"{speakers[0]} healthy and {speakers[1]} dysarthric speakers are too few to tell: "
        return Check(
            NAME, Outcome.INCONCLUSIVE, (f"{told}at least {asked.least_speakers} of each are needed.",), {}, title
        )
    errors = calibration(duel.paired, asked)
    verdicts = Verdicts.of(duel)
    fewer = over_speakers(verdicts.decided_less, duel.speakers, asked.replicates)
    figures: dict[str, Any] = {**errors.document(), "decided": _decided(verdicts), "decided_less": asdict(fewer)}
    bounds = policy.calibration
    complaints = [
        *_worse("The Brier score", errors.brier.difference, bounds.brier_worse),
        *_worse("The calibration error (ECE)", errors.ece.difference, bounds.ece_worse),
        *_worse("The share of clips without a verdict", fewer, bounds.decided_less),
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
        yield Outcome.FAIL, f"{what} rose by {found}; less than {bound:g} is allowed."
    elif found.high >= bound:
        yield Outcome.INCONCLUSIVE, f"{what} changed by {found}: that it rose by less than {bound:g} is not shown."


def _few_verdicts(verdicts: Verdicts, least: float) -> Iterator[Complaint]:
    """Only if the champion decides more: a set of poor recordings is no fault of the challenger."""
    champion, challenger = share(verdicts.champion_decided), share(verdicts.challenger_decided)
    if challenger < least and challenger < champion:
        yield (
            Outcome.FAIL,
            f"Only {challenger:.0%} of the clips get a verdict, with the champion {champion:.0%}; {least:.0%} is "
            "asked for.",
        )


def _gap(found: Interval, bound: float) -> Iterator[Complaint]:
    """No third answer: how well each sex is judged is the business of the check of subgroups."""
    if found.value >= bound and found.low > 0:
        yield (
            Outcome.FAIL,
            f"Women's and men's shares of wrong verdicts lie further apart than with the champion, by {found}; "
            f"less than {bound:g} is allowed.",
        )


def _decided(verdicts: Verdicts) -> dict[str, float]:
    return {"champion": share(verdicts.champion_decided), "challenger": share(verdicts.challenger_decided)}


def _gaps(verdicts: Verdicts) -> dict[str, float]:
    everybody = np.arange(verdicts.female.size)
    return {"champion": verdicts.champion_gap(everybody), "challenger": verdicts.challenger_gap(everybody)}

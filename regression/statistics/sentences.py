"""Why a comparison ended as it did, for a person who is no statistician."""

from __future__ import annotations

from regression.gate.check import Outcome
from regression.statistics.difference import Difference
from regression.statistics.mcnemar import McNemar
from regression.statistics.rules import Rules


def reasons(
    outcome: Outcome,
    auc: Difference | None,
    accuracy: Difference | None,
    speakers: McNemar,
    present: tuple[int, int],
    needed: int | None,
    rules: Rules,
) -> tuple[str, ...]:
    """Present: healthy and dysarthric speakers. None if it passed."""
    if outcome is Outcome.PASS:
        return ()
    told = [sentence for figure in (auc, accuracy) if figure for sentence in _figure(figure)]
    if outcome is Outcome.FAIL:
        return (*told, _mcnemar(speakers))
    if min(present) < rules.least_speakers:
        told = [_few(present, rules)]
    elif auc and rules.superiority and not told:
        told = [
            f"The AUC is not shown to be higher: the difference {auc.value:+.3f} may be as low as {auc.lower:+.3f}."
        ]
    return (*told, _wanted(sum(present), needed))


def _figure(figure: Difference) -> list[str]:
    if figure.outcome is Outcome.PASS:
        return []
    moved = f"The {figure.name} went from {figure.champion.value:.3f} to {figure.challenger.value:.3f}"
    if figure.outcome is Outcome.FAIL:
        return [f"{moved}: worse by {-figure.value:.3f}, and no more than {figure.margin:g} is allowed."]
    return [f"{moved}; it may be worse by as much as {-figure.lower:.3f}, and the margin is {figure.margin:g}."]


def _few(present: tuple[int, int], rules: Rules) -> str:
    healthy, dysarthric = present
    return (
        f"There are {healthy} healthy and {dysarthric} dysarthric speakers; "
        f"nothing is judged with fewer than {rules.least_speakers} of a class."
    )


def _wanted(present: int, needed: int | None) -> str:
    if needed is None:
        return "Too few speakers to tell; how many would be needed cannot be told either."
    if needed <= present:
        return f"About {needed} speakers are enough for a challenger that is as good; with {present} it cannot be told."
    return f"Too few speakers to tell: about {needed} would be needed, there are {present}."


def _mcnemar(speakers: McNemar) -> str:
    return (
        f"{speakers.champion_better} speakers were judged better by the champion and {speakers.challenger_better} by "
        f"the challenger (exact McNemar, p = {speakers.p:.2g})."
    )

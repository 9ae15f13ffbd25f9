"""Why a comparison ended as it did, for a person who is no statistician."""

from __future__ import annotations

from regression.gate.check import Outcome
from regression.statistics.difference import Difference
from regression.statistics.mcnemar import McNemar
from regression.statistics.rules import Rules
from speechscan.domain.sentence import Sentence, Wording

_WORSE = Wording(
    "accuracy-worse",
    "The {figure} went from {before:.3f} to {now:.3f}: worse by {by:.3f}, and no more than {allowed:g} is allowed.",
)
_MAYBE_WORSE = Wording(
    "accuracy-maybe-worse",
    "The {figure} went from {before:.3f} to {now:.3f}; it may be worse by as much as {by:.3f}, "
    "and the margin is {allowed:g}.",
)
_NOT_HIGHER = Wording(
    "accuracy-not-higher",
    "The AUC is not shown to be higher: the difference {difference:+.3f} may be as low as {lower:+.3f}.",
)
_FEW = Wording(
    "accuracy-few-speakers",
    "There are {healthy} healthy and {dysarthric} dysarthric speakers; "
    "nothing is judged with fewer than {least} of a class.",
)
_UNKNOWN_NEED = Wording(
    "accuracy-need-unknown", "Too few speakers to tell; how many would be needed cannot be told either."
)
_ENOUGH = Wording(
    "accuracy-enough",
    "About {needed} speakers are enough for a challenger that is as good; with {present} it cannot be told.",
)
_NEEDED = Wording("accuracy-needed", "Too few speakers to tell: about {needed} would be needed, there are {present}.")
_MCNEMAR = Wording(
    "accuracy-speakers",
    "{champion} speakers were judged better by the champion and {challenger} by the challenger "
    "(exact McNemar, p = {p:.2g}).",
)


def reasons(
    outcome: Outcome,
    auc: Difference | None,
    accuracy: Difference | None,
    speakers: McNemar,
    present: tuple[int, int],
    needed: int | None,
    rules: Rules,
) -> tuple[Sentence, ...]:
    """Present: healthy and dysarthric speakers. None if it passed."""
    if outcome is Outcome.PASS:
        return ()
    told = [sentence for figure in (auc, accuracy) if figure for sentence in _figure(figure)]
    if outcome is Outcome.FAIL:
        return (*told, _mcnemar(speakers))
    if min(present) < rules.least_speakers:
        told = [_few(present, rules)]
    elif auc and rules.superiority and not told:
        told = [_NOT_HIGHER(difference=auc.value, lower=auc.lower)]
    return (*told, _wanted(sum(present), needed))


def _figure(figure: Difference) -> list[Sentence]:
    if figure.outcome is Outcome.PASS:
        return []
    wording, by = (_WORSE, -figure.value) if figure.outcome is Outcome.FAIL else (_MAYBE_WORSE, -figure.lower)
    before, now = figure.champion.value, figure.challenger.value
    return [wording(figure=figure.name, before=before, now=now, by=by, allowed=figure.margin)]


def _few(present: tuple[int, int], rules: Rules) -> Sentence:
    healthy, dysarthric = present
    return _FEW(healthy=healthy, dysarthric=dysarthric, least=rules.least_speakers)


def _wanted(present: int, needed: int | None) -> Sentence:
    if needed is None:
        return _UNKNOWN_NEED()
    return (_ENOUGH if needed <= present else _NEEDED)(needed=needed, present=present)


def _mcnemar(speakers: McNemar) -> Sentence:
    return _MCNEMAR(champion=speakers.champion_better, challenger=speakers.challenger_better, p=speakers.p)

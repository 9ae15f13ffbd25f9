"""Check 7: the running service says of a clip what the model says of it, alone and among others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regression.gate.check import Check, Outcome, judged
from regression.gate.policy import Served
from regression.scored import Scored
from speechscan.domain.sentence import Sentence, Wording

NAME = "served"
_NOT_ASKED = Wording("served-not-asked", "No service was asked: the challenger was judged in this process only.")
_DIFFERS = {
    how: Wording(
        f"served-{name}-differs",
        f"Sent {how}, a clip's probability differs by {{largest:.2g}} from the one that the gate computed; "
        "{allowed:.0e} is allowed. Compare the libraries of service and gate.",
    )
    for how, name in (("alone", "alone"), ("in a batch", "batch"))
}
_OTHERWISE = {
    how: Wording(
        f"served-{name}-otherwise", f"Sent {how}, {{verdicts}} of {{clips}} clips get another verdict than in the gate."
    )
    for how, name in (("alone", "alone"), ("in a batch", "batch"))
}


@dataclass(frozen=True)
class Answers:
    """Of the same clips in one order. offline: in the gate's own process; alone: a clip a request."""

    offline: Sequence[Scored]
    alone: Sequence[Scored]
    batched: Sequence[Scored]


def check(answers: Answers, policy: Served) -> Check:
    failures: list[Sentence] = []
    figures: dict[str, object] = {"clips": len(answers.offline)}
    for how, served in (("alone", answers.alone), ("in a batch", answers.batched)):
        pairs = list(zip(answers.offline, served, strict=True))
        largest = max(abs(one.probability - other.probability) for one, other in pairs)
        verdicts = sum(one.status is not other.status for one, other in pairs)
        figures[how] = {"largest": largest, "verdicts": verdicts}
        if largest > policy.tolerance:
            failures.append(_DIFFERS[how](largest=largest, allowed=policy.tolerance))
        if verdicts:
            failures.append(_OTHERWISE[how](verdicts=verdicts, clips=len(pairs)))
    return judged(NAME, failures, figures)


def unasked(policy: Served) -> Check:
    """Without a service."""
    return Check(NAME, Outcome.INCONCLUSIVE if policy.required else Outcome.PASS, (_NOT_ASKED(),))

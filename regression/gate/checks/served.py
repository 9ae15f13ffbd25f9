"""Check 7: the running service says of a clip what the model says of it, alone and among others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from regression.gate.check import Check, Outcome, judged
from regression.gate.policy import Served
from regression.scored import Scored

NAME = "served"
_NOT_ASKED = "No service was asked: the challenger was judged in this process only."


@dataclass(frozen=True)
class Answers:
    """Of the same clips in one order. offline: in the gate's own process; alone: a clip a request."""

    offline: Sequence[Scored]
    alone: Sequence[Scored]
    batched: Sequence[Scored]


def check(answers: Answers, policy: Served) -> Check:
    failures: list[str] = []
    figures: dict[str, object] = {"clips": len(answers.offline)}
    for how, served in (("alone", answers.alone), ("in a batch", answers.batched)):
        pairs = list(zip(answers.offline, served, strict=True))
        largest = max(abs(one.probability - other.probability) for one, other in pairs)
        verdicts = sum(one.status is not other.status for one, other in pairs)
        figures[how] = {"largest": largest, "verdicts": verdicts}
        if largest > policy.tolerance:
            failures.append(
                f"Sent {how}, a clip's probability differs by {largest:.2g} from the one that the gate computed; "
                f"{policy.tolerance:.0e} is allowed. Compare the libraries of service and gate."
            )
        if verdicts:
            failures.append(f"Sent {how}, {verdicts} of {len(pairs)} clips get another verdict than in the gate.")
    return judged(NAME, failures, figures)


def unasked(policy: Served) -> Check:
    """Without a service."""
    return Check(NAME, Outcome.INCONCLUSIVE if policy.required else Outcome.PASS, (_NOT_ASKED,))

"""Check 2: is it as good for everybody, corrected over all groups that are judged?"""

from __future__ import annotations

from regression.gate.check import Check, Outcome
from regression.gate.check import judged as judged_by
from regression.gate.checks.accuracy import rules
from regression.gate.duel import Duel
from regression.gate.groups import groups
from regression.gate.policy import Policy
from regression.statistics.subgroups import judge
from speechscan.domain.sentence import Wording

NAME = "subgroups"
_NONE_LARGE_ENOUGH = Wording(
    "subgroups-too-small",
    "No group has {least} speakers of each class, so none was judged. Add speakers to the reference set, or give their "
    "sex in its manifest.",
)
_OF_GROUP = Wording("subgroup", "{dimension} {group}: {reason}")


def check(duel: Duel, policy: Policy, seed: int) -> Check:
    """Fails with one group; groups that are too small are told and not judged. Inconclusive where the policy asks
    for groups and none is large enough."""
    asked = rules(policy, seed, policy.subgroups.least_speakers)
    found = judge(duel.paired, groups(duel.clips, policy.subgroups), asked)
    judged = [group for group in found if group.outcome is not None]
    figures = {"groups": [group.document() for group in found]}
    if not judged and policy.subgroups.dimensions:
        reason = _NONE_LARGE_ENOUGH(least=policy.subgroups.least_speakers)
        return Check(NAME, Outcome.INCONCLUSIVE, (reason,), figures, duel.reference.title)
    failed = [group for group in judged if group.outcome is Outcome.FAIL]
    sentences = [_OF_GROUP(dimension=one.dimension, group=one.value, reason=one.reason) for one in failed]
    return judged_by(NAME, sentences, figures, duel.reference.title)

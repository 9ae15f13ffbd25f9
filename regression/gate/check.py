"""The answer of one check, and of the gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from speechscan.domain.sentence import Sentence


class Outcome(StrEnum):
    """INCONCLUSIVE: it cannot be told, for example with too few speakers. That lets nothing pass."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class Check:
    """reasons    sentences for a person, at least one unless passed
    figures    JSON, what the verdict rests on
    reference  title of the reference set, of a check that judges each set by itself"""

    name: str
    outcome: Outcome
    reasons: tuple[Sentence, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)
    reference: str = ""


def judged(name: str, failures: Sequence[Sentence], figures: Mapping[str, Any], reference: str = "") -> Check:
    """Fails with each of the sentences, and passes where there is none."""
    return Check(name, Outcome.FAIL if failures else Outcome.PASS, tuple(failures), figures, reference)


def overall(checks: Sequence[Check]) -> Outcome:
    """Fails if one check fails; passes only if all do."""
    outcomes = {check.outcome for check in checks}
    if Outcome.FAIL in outcomes:
        return Outcome.FAIL
    return Outcome.PASS if outcomes == {Outcome.PASS} else Outcome.INCONCLUSIVE

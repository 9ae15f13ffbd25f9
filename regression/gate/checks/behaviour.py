"""Check 4: what device, file format or neighbours change of a recording does not change the score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from regression.gate.behaviour.trial import Trial
from regression.gate.check import Check, judged
from regression.gate.duel import opposite
from regression.gate.policy import Behaviour, Steadiness
from regression.scored import Scored
from speechscan.domain.sentence import Sentence, Wording

NAME = "behaviour"
TOLD = {
    "louder": Wording("altered-louder", "played 20 dB louder")(),
    "quieter": Wording("altered-quieter", "played 20 dB quieter")(),
    "offset": Wording("altered-offset", "with a constant offset")(),
    "from_44100_hz": Wording("altered-from-44100-hz", "resampled to 44.1 kHz and back")(),
    "mp3": Wording("altered-mp3", "re-encoded as MP3")(),
    "opus": Wording("altered-opus", "re-encoded as Opus")(),
    "telephone": Wording("altered-telephone", "resampled to 8 kHz and back")(),
    "noise": Wording("altered-noise", "with noise 40 dB down")(),
}
_NEIGHBOURS = Wording(
    "behaviour-neighbours",
    "The probability of a clip depends on which clips came before it, by {moved:.2g}; {allowed:.2g} "
    "is allowed. Look for state that the scorer keeps.",
)
_HALF = Wording(
    "behaviour-half",
    "Half of the clips change their probability by more than {moved:.3f} when {altered}; {allowed:.3f} is allowed.",
)
_ONE_IN_TWENTY = Wording(
    "behaviour-one-in-twenty",
    "One clip in twenty changes its probability by more than {moved:.3f} when {altered}; {allowed:.3f} is allowed.",
)
_OPPOSITE = Wording(
    "behaviour-opposite", "{share:.0%} of the clips get the opposite verdict when {altered}; {allowed:.0%} is allowed."
)


def check(trial: Trial, policy: Behaviour) -> Check:
    failures: list[Sentence] = []
    figures: dict[str, Any] = {"clips": len(trial.before)}
    for name, bounds in policy.alterations.items():
        figures[name] = found = changes(trial.before, trial.after[name])
        failures += _complaints(TOLD[name], found, bounds)
    moved = float(max(_differences(trial.before, trial.again), default=0.0))
    figures["neighbours"] = {"largest": moved}
    if moved > policy.neighbours:
        failures.append(_NEIGHBOURS(moved=moved, allowed=policy.neighbours))
    return judged(NAME, failures, figures)


def changes(before: Sequence[Scored], after: Sequence[Scored]) -> dict[str, Any]:
    """Of the probability: median, 95th percentile and largest. opposite: share of the clips whose verdict turned round;
    other: of those whose verdict changed in any way; worst: the clip that moved most, None if it comes from a job."""
    moved = _differences(before, after)
    worst = before[int(moved.argmax())].clip
    statuses = [(old.status, new.status) for old, new in zip(before, after, strict=True)]
    return {
        "median": float(np.median(moved)),
        "p95": float(np.quantile(moved, 0.95)),
        "largest": float(moved.max()),
        "opposite": float(np.mean([opposite(old, new) for old, new in zip(before, after, strict=True)])),
        "other": float(np.mean([old != new for old, new in statuses])),
        "worst": None if worst.from_job else worst.sha256,
    }


def _differences(before: Sequence[Scored], after: Sequence[Scored]) -> Any:
    pairs = zip(before, after, strict=True)
    return np.array([abs(new.probability - old.probability) for old, new in pairs])


def _complaints(altered: Sentence, found: dict[str, Any], bounds: Steadiness) -> Iterator[Sentence]:
    if found["median"] > bounds.median:
        yield _HALF(moved=found["median"], altered=altered, allowed=bounds.median)
    if found["p95"] > bounds.p95:
        yield _ONE_IN_TWENTY(moved=found["p95"], altered=altered, allowed=bounds.p95)
    if found["opposite"] > bounds.opposite:
        yield _OPPOSITE(share=found["opposite"], altered=altered, allowed=bounds.opposite)

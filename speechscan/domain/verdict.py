"""From a model's score to a verdict. Tested by a table of cases in `tests/unit/speechscan`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from speechscan.domain.quality import Quality
from speechscan.domain.sentence import Sentence, Wording

_LITTLE_SPEECH = Wording(
    "reason-little-speech",
    "Only {speech_s:.1f} s of speech were found; at least {least_speech_s:.1f} s are needed. "
    "Record again, closer to the microphone.",
)
_UNFAMILIAR = Wording(
    "reason-unfamiliar",
    "The recording does not resemble those the model was made for (a sustained vowel). "
    "Record a steady 'aah' of about five seconds in a quiet room.",
)
_ABSTAINED = Wording("reason-abstained", "The model cannot tell: its score lies between the two decisions.")
_SIGNS = Wording("finding-dysarthric", "The model finds signs that are typical of dysarthria.")
_NO_SIGNS = Wording("finding-healthy", "The model finds no signs that are typical of dysarthria.")


class Status(StrEnum):
    HEALTHY = "healthy"
    DYSARTHRIC = "dysarthric"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class DecisionPolicy:
    """How a model version wants its probability read. Ships with the model, so verdict and model agree.

    Probabilities strictly between `abstain_low` and `abstain_high` are inconclusive;
    `threshold` lies between them.
    """

    threshold: float
    abstain_low: float
    abstain_high: float
    min_speech_s: float = 0.5

    def __post_init__(self) -> None:
        if not 0 <= self.abstain_low <= self.threshold <= self.abstain_high <= 1:
            raise ValueError("need 0 <= abstain_low <= threshold <= abstain_high <= 1")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reasons` are sentences; never empty for an inconclusive verdict."""

    status: Status
    confidence: float
    reasons: tuple[Sentence, ...]


def confidence(probability: float, threshold: float) -> float:
    """How far the probability is from the decision: 0 at the threshold, 1 at certainty. Not a probability."""
    span = 1 - threshold if probability >= threshold else threshold
    return 0.0 if span == 0 else min(1.0, abs(probability - threshold) / span)


def decide(
    probability: float, *, familiar: bool, quality: Quality, policy: DecisionPolicy, refusals: tuple[Sentence, ...] = ()
) -> Verdict:
    """The verdict on one recording.

    familiar  the model's own check that the clip resembles what it was trained on
    refusals  why the quality gate refuses the recording; if it does, what the model says counts for nothing
    """
    if refusals:
        return Verdict(Status.INCONCLUSIVE, confidence(probability, policy.threshold), refusals)
    reasons = []
    if quality.speech_s < policy.min_speech_s:
        reasons.append(_LITTLE_SPEECH(speech_s=quality.speech_s, least_speech_s=policy.min_speech_s))
    if not familiar:
        reasons.append(_UNFAMILIAR())
    if policy.abstain_low < probability < policy.abstain_high:
        reasons.append(_ABSTAINED())
    sure = confidence(probability, policy.threshold)
    if reasons:
        return Verdict(Status.INCONCLUSIVE, sure, tuple(reasons))
    if probability >= policy.abstain_high:  # not the threshold, which may coincide with the band's lower end
        return Verdict(Status.DYSARTHRIC, sure, (_SIGNS(),))
    return Verdict(Status.HEALTHY, sure, (_NO_SIGNS(),))

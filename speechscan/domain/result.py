"""The document that a completed job holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from speechscan.domain import explanation
from speechscan.domain.explanation import Contribution
from speechscan.domain.quality import Quality
from speechscan.domain.quality_gate import Flaw, QualityGate, advice, flaws, refusals
from speechscan.domain.sentence import Sentence, all_said, said_of
from speechscan.domain.verdict import DecisionPolicy, Status, Verdict, decide

LOW_PITCH_HZ = 120.0
HIGH_PITCH_HZ = 190.0


@dataclass(frozen=True, slots=True)
class ModelRef:
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Score:
    """What a model says of one clip.

    probability     calibrated as far as the model is, 0-1
    familiar        the clip resembles the model's training data (task and distribution check)
    measurements    name -> value in the unit that `docs/api.md` gives; absent where not measured
    unmeasured      name -> the reason why it is absent, a `Sentence` where the service gave it a name
    contributions   what moved the probability, measurement by measurement; empty where the model cannot say
    """

    probability: float
    familiar: bool
    measurements: dict[str, float]
    unmeasured: dict[str, str]
    model: ModelRef
    policy: DecisionPolicy
    contributions: tuple[Contribution, ...] = ()


class Doubt(StrEnum):
    """Why there is no verdict, for statistics; `Verdict.reasons` has the sentences."""

    QUALITY = "quality"
    SPEECH = "too_little_speech"
    UNFAMILIAR = "unfamiliar"
    ABSTAINED = "abstained"


@dataclass(frozen=True, slots=True)
class Said:
    """What a result says, as far as it is counted. doubt: of an inconclusive one; flaws: where its quality is why."""

    model: ModelRef
    status: Status
    doubt: Doubt | None
    flaws: tuple[Flaw, ...] = ()


def pitch_band(f0_hz: float) -> str:
    """low < 120 Hz <= middle < 190 Hz <= high. A description of the voice; sex is not inferred from it."""
    if f0_hz < LOW_PITCH_HZ:
        return "low"
    return "middle" if f0_hz < HIGH_PITCH_HZ else "high"


def verdict_on(score: Score, quality: Quality, gate: QualityGate) -> Verdict:
    """What a client is told, whoever asks: the service, the command line, a regression."""
    refused = refusals(quality, gate)
    return decide(score.probability, familiar=score.familiar, quality=quality, policy=score.policy, refusals=refused)


def said(score: Score, quality: Quality, gate: QualityGate) -> Said:
    status = verdict_on(score, quality, gate).status
    doubt = _doubt(score, quality, gate) if status is Status.INCONCLUSIVE else None
    return Said(score.model, status, doubt, tuple(flaws(quality, gate)))


def _doubt(score: Score, quality: Quality, gate: QualityGate) -> Doubt:
    """The first of the reasons, in the order of `decide`."""
    if refusals(quality, gate):
        return Doubt.QUALITY
    if quality.speech_s < score.policy.min_speech_s:
        return Doubt.SPEECH
    return Doubt.ABSTAINED if score.familiar else Doubt.UNFAMILIAR


def screening_result(score: Score, quality: Quality, gate: QualityGate) -> dict[str, object]:
    """The stored result document. What is not measured is None, with its reason under `unmeasured`. `notes` has what
    `acoustic_notes` say as names and figures, one for one, and `unmeasured_notes` the same of `unmeasured`."""
    refused = refusals(quality, gate)
    verdict = verdict_on(score, quality, gate)
    f0 = score.measurements.get("f0_hz")
    pitch = None
    if f0 is not None:
        pitch = {"band": pitch_band(f0), "low_below_hz": LOW_PITCH_HZ, "high_from_hz": HIGH_PITCH_HZ}
    moved = score.contributions if score.familiar else ()
    notes = verdict.reasons if refused else acoustic_notes(verdict, quality, moved)
    return {
        "status": verdict.status.value,
        "probability": score.probability,
        "confidence": verdict.confidence,
        "clarity_score": score.measurements.get("clarity_score"),
        "f0_hz": f0,
        "pitch": pitch,
        "familiar": score.familiar,
        "acoustic_notes": [*map(str, notes)],
        "notes": all_said(notes),
        "measurements": dict(score.measurements),
        "unmeasured": {name: str(reason) for name, reason in score.unmeasured.items()},
        "unmeasured_notes": {name: told for name, reason in score.unmeasured.items() if (told := said_of(reason))},
        "quality": asdict(quality),
        "model": asdict(score.model),
    }


def acoustic_notes(
    verdict: Verdict, quality: Quality, contributions: Sequence[Contribution] = ()
) -> tuple[Sentence, ...]:
    """`contributions` of a clip unlike the training clips say nothing and are to be left out."""
    return (*verdict.reasons, *explanation.sentences(contributions), *advice(quality))

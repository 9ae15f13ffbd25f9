"""Golden scores: one version, one reference set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from regression.golden.environment import Environment
from regression.references.reference import Reference, ReferenceClip
from regression.scored import Scored
from speechscan.domain.quality_gate import QualityGate


@dataclass(frozen=True, slots=True)
class GoldenScore:
    """clip    the phantom's name, else the sound's SHA-256: by it the clip is found again
    sound   SHA-256 of the samples that were scored; a phantom's may differ on another processor"""

    clip: str
    sound: str
    probability: float
    familiar: bool
    status: str
    measurements: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Golden:
    """model: digest of the version's bundle. reference: SHA-256 of the set, whose title is for people only. gate: the
    quality gate's bounds, which a verdict depends on too"""

    model: str
    reference: str
    title: str
    environment: Environment
    gate: Mapping[str, float]
    scores: tuple[GoldenScore, ...]


def name_of(clip: ReferenceClip) -> str:
    return clip.phantom or clip.sha256


def golden_of(model: str, reference: Reference, scored: Sequence[Scored], gate: QualityGate) -> Golden:
    scores = tuple(_score(one) for one in scored)
    return Golden(model, reference.sha256, reference.title, Environment.present(), asdict(gate), scores)


def _score(scored: Scored) -> GoldenScore:
    return GoldenScore(
        clip=name_of(scored.clip),
        sound=scored.clip.sha256,
        probability=scored.probability,
        familiar=scored.familiar,
        status=scored.status,
        measurements=dict(scored.measurements),
    )

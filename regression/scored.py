"""What a version said of a clip of a reference set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from regression.references.reference import ReferenceClip
from speechscan.domain.verdict import Status


@dataclass(frozen=True, slots=True)
class Scored:
    """status: the verdict with quality gate, task check and abstention, as a client would get it.
    milliseconds: from PCM to score; None where it was not timed."""

    clip: ReferenceClip
    probability: float
    familiar: bool
    status: Status
    measurements: Mapping[str, float]
    milliseconds: float | None = None

"""What a regression run found on one reference set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from speechscan.domain.accuracy import AccuracyFigure, Bounds


class RegressionOutcome(StrEnum):
    EQUAL = "equal"
    """To the golden scores, within the tolerance."""
    DIFFERENT = "different"
    STORED = "stored"
    """There were no golden scores yet: these are the golden ones from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegressionRun:
    """reference    name@version; reference_sha256: of what is in it
    differing    clips that differ from their golden score
    largest      difference of a probability, None where nothing was compared
    figures      of the whole set and of its subgroups; none for phantoms, which are neither healthy nor dysarthric
    floor        figure -> what the policy of that run asked of it at least
    clips_per_s  through the running service
    report_key   in the object store, JSON: the figures and the list of differences, until retention removes it"""

    model_name: str
    model_version: str
    model_digest: str
    reference: str
    reference_sha256: str
    outcome: RegressionOutcome
    clips: int
    differing: int
    largest: float | None
    figures: tuple[AccuracyFigure, ...]
    floor: Mapping[str, float]
    clips_per_s: float
    flow_run_id: UUID | None
    report_key: str | None


@dataclass(frozen=True, slots=True)
class LastFigure:
    """Speakers that it rests on; None in a figure from before they were kept."""

    subgroup: str
    figure: str
    bounds: Bounds | None
    healthy_speakers: int | None
    dysarthric_speakers: int | None


@dataclass(frozen=True, slots=True)
class LastRun:
    """For the metrics. age_s: since then, by the database's clock."""

    reference: str
    outcome: RegressionOutcome
    age_s: float
    figures: tuple[LastFigure, ...]
    floor: Mapping[str, float]

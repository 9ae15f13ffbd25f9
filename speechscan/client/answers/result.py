"""The result of a screening. docs/api.md has the meaning of each field, docs/measurements.md units and ranges."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from speechscan.client.answers.base import Answer
from speechscan.client.answers.timings import Timings
from speechscan.domain.verdict import Status


class Pitch(Answer):
    """A description of the voice. Sex is not inferred from it."""

    band: str
    low_below_hz: float
    high_from_hz: float


class Quality(Answer):
    """Of the decoded 16 kHz mono signal. Levels in dB re full scale, shares 0 to 1."""

    duration_s: float
    peak_dbfs: float
    clipping: float
    speech_s: float
    snr_db: float | None
    level_dbfs: float | None = None
    bandwidth_hz: float | None = None
    dc_offset: float | None = None
    silence: float | None = None


class ModelRef(Answer):
    name: str
    version: str


class Note(Answer):
    """What a sentence says, to be said in another language. figures: shares as 0-1, measurements in their own unit."""

    name: str
    figures: dict[str, Any]


class Result(Answer):
    """What is not measured is None, and `unmeasured` says why. Show the disclaimer with it."""

    status: Status
    probability: float
    """Of dysarthria, by the model; 0 to 1."""
    confidence: float
    """Distance of the probability from the decision: 0 at the threshold, 1 at certainty."""
    clarity_score: float | None
    f0_hz: float | None
    pitch: Pitch | None
    familiar: bool | None = None
    """Whether the recording resembles those that the model was made for; None in old results."""
    acoustic_notes: tuple[str, ...]
    """Sentences: why the verdict, what moved the score, what to do better next time."""
    notes: tuple[Note, ...] = ()
    """What `acoustic_notes` say, one for one; empty in old results."""
    measurements: dict[str, float]
    unmeasured: dict[str, str]
    unmeasured_notes: dict[str, Note] = Field(default_factory=dict)
    """The same of `unmeasured`; empty in old results."""
    quality: Quality
    model: ModelRef
    timings: Timings
    disclaimer: str

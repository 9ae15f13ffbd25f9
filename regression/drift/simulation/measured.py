"""Recordings of a simulation through the same measuring and scoring as those of clients; kept on disk, since that takes
most of the time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from registry.bundle import Bundle
from registry.data.sound import digest
from registry.onnx_scorer import OnnxScorer
from registry.pcm import Pcm
from registry.training.feature_cache import feature_version
from regression.drift.sample import Sample, of_results
from regression.drift.simulation.scenarios import Scenario, altered
from regression.drift.simulation.voices import Voice
from speechscan.audio.quality import measure as quality_of
from speechscan.db.results import Screened
from speechscan.domain.job import JobState
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.result import ModelRef, screening_result

_VERSION = "1"
# Of the documents as they are kept: another form of them is measured anew.
_FORM = "2"
_NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Laboratory:
    """folder: of what was measured already; None keeps nothing."""

    def __init__(self, bundle: Bundle, folder: Path | None) -> None:
        self._scorer = OnnxScorer(bundle, ModelRef("simulated", _VERSION))
        self._folder = folder and folder / f"{feature_version()}-{bundle.digest[:12]}-{_FORM}"

    def sample(self, voices: Sequence[Voice], scenario: Scenario, tick: Callable[[], None] = lambda: None) -> Sample:
        """One row a voice, in their order."""
        rows = []
        for number, voice in enumerate(voices):
            changed = voice.samples if scenario.channel is None else altered(voice.samples, scenario.channel, number)
            rows.append(_row(number, voice, self._document(changed)))
            tick()
        return of_results(rows, _VERSION)

    def _document(self, samples: Pcm) -> dict[str, Any]:
        path = self._folder and self._folder / f"{digest(samples)}.json"
        if path is not None and path.exists():
            stored: dict[str, Any] = json.loads(path.read_text())
            return stored
        made = screening_result(self._scorer.score(samples.tobytes()), quality_of(samples), QualityGate())
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(made))
        return made


def _row(number: int, voice: Voice, document: dict[str, Any]) -> Screened:
    return Screened(
        job_id=UUID(int=number),
        state=JobState.COMPLETED,
        format="wav",
        user_hash=hashlib.sha256(str(voice.person).encode()).hexdigest(),
        task=voice.task or None,
        created_at=_NOON,
        started_at=_NOON,
        finished_at=_NOON,
        status=document["status"],
        probability=document["probability"],
        model_name="simulated",
        model_version=_VERSION,
        familiar=document["familiar"],
        document=document,
    )

"""What the service does, without BentoML."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from bentos import clip_traces
from bentos.loaded import Loaded
from bentos.model_slot import ModelSlot
from speechscan.errors import RecordingError
from speechscan.scorer import wire
from speechscan.telemetry import logs, tracing

if TYPE_CHECKING:
    from registry.onnx_scorer import OnnxScorer
    from speechscan.domain.result import Score

_log = logs.get(__name__)

Answer = tuple[HTTPStatus, dict[str, Any]]
NoteScored = Callable[[str, float], None]
"""Hears of each scored clip its version and the seconds that it took."""


class Screening:
    def __init__(self, slot: ModelSlot, note_scored: NoteScored = lambda version, seconds: None) -> None:
        self._slot = slot
        self._note_scored = note_scored

    @property
    def ready(self) -> bool:
        return self._slot.scorer is not None

    def score(
        self, body: bytes, request_id: str | None, job_ids: str | None, traceparents: str | None = None
    ) -> Answer:
        """`speechscan.scorer.wire` has the format. All clips of a request are scored by one version.

        traceparents: W3C trace contexts with commas between them, one a clip, empty for a clip that is not traced"""
        loaded = self._slot.loaded
        if loaded is None:
            return self._no_model()
        begun = time.perf_counter()
        with logs.bound(request_id=request_id, job_ids=job_ids, **clip_traces.log_fields(traceparents)):
            try:
                clips = wire.unpack(body)
            except ValueError as error:
                return HTTPStatus.BAD_REQUEST, {"error": f"The body is malformed: {error}."}
            try:
                parents = clip_traces.parents(traceparents, len(clips))
                scores = [self._counted(loaded, clip, parent) for clip, parent in zip(clips, parents, strict=True)]
            except RecordingError as error:
                _log.info("refused", code=error.code)
                return HTTPStatus.UNPROCESSABLE_ENTITY, {"error": error.detail, "code": error.code}
            took_ms = round(1000 * (time.perf_counter() - begun), 2)
            _log.info("scored", clips=len(scores), ms=took_ms, version=loaded.version)
        return HTTPStatus.OK, wire.encode_scores(scores, loaded.scorer.model, loaded.scorer.policy)

    def champion(self) -> Answer:
        scorer = self._slot.scorer
        return self._no_model() if scorer is None else (HTTPStatus.OK, asdict(scorer.model))

    def _no_model(self) -> Answer:
        return HTTPStatus.SERVICE_UNAVAILABLE, {"error": f"No model is loaded. {self._slot.why_empty}"}

    def _counted(self, loaded: Loaded, clip: bytes, parent: str | None) -> Score:
        begun = time.perf_counter()
        try:
            score = _traced(loaded.scorer, clip, parent)
        except RecordingError:
            raise
        except Exception:
            loaded.tally.failed()
            raise
        loaded.tally.scored()
        self._note_scored(loaded.version, time.perf_counter() - begun)
        return score


def _traced(scorer: OnnxScorer, clip: bytes, parent: str | None) -> Score:
    if parent is None:
        return scorer.score(clip)
    with tracing.span("score clip", parent=parent, attributes={"speechscan.model_version": scorer.model.version}):
        return scorer.score(clip)

"""What the service does, without BentoML."""

from __future__ import annotations

import time
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from bentos.loaded import Loaded
from bentos.model_slot import ModelSlot
from speechscan.domain.result import Score
from speechscan.errors import RecordingError
from speechscan.scorer import wire
from speechscan.telemetry import logs

_log = logs.get(__name__)

Answer = tuple[HTTPStatus, dict[str, Any]]


class Screening:
    def __init__(self, slot: ModelSlot) -> None:
        self._slot = slot

    @property
    def ready(self) -> bool:
        return self._slot.scorer is not None

    def score(self, body: bytes, request_id: str | None, job_ids: str | None) -> Answer:
        """`speechscan.scorer.wire` has the format. All clips of a request are scored by one version."""
        loaded = self._slot.loaded
        if loaded is None:
            return self._no_model()
        begun = time.perf_counter()
        with logs.bound(request_id=request_id, job_ids=job_ids):
            try:
                clips = wire.unpack(body)
            except ValueError as error:
                return HTTPStatus.BAD_REQUEST, {"error": f"The body is malformed: {error}."}
            try:
                scores = [_counted(loaded, clip) for clip in clips]
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


def _counted(loaded: Loaded, clip: bytes) -> Score:
    try:
        score = loaded.scorer.score(clip)
    except RecordingError:
        raise
    except Exception:
        loaded.tally.failed()
        raise
    loaded.tally.scored()
    return score

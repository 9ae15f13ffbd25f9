"""What the service does, without BentoML."""

from __future__ import annotations

import time
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from bentos.model_slot import ModelSlot
from speechscan.errors import RecordingError
from speechscan.scorer import wire
from speechscan.telemetry import logs

_log = logs.get(__name__)

Answer = tuple[HTTPStatus, dict[str, Any]]
_NO_MODEL: Answer = (
    HTTPStatus.SERVICE_UNAVAILABLE,
    {"error": "No model is loaded: the registry has no champion, or it could not be loaded yet."},
)


class Screening:
    def __init__(self, slot: ModelSlot) -> None:
        self._slot = slot

    @property
    def ready(self) -> bool:
        return self._slot.scorer is not None

    def score(self, body: bytes, request_id: str | None, job_ids: str | None) -> Answer:
        """`speechscan.scorer.wire` has the format. All clips of a request are scored by one version."""
        scorer = self._slot.scorer
        if scorer is None:
            return _NO_MODEL
        begun = time.perf_counter()
        with logs.bound(request_id=request_id, job_ids=job_ids):
            try:
                scores = [scorer.score(clip) for clip in wire.unpack(body)]
            except ValueError as error:
                return HTTPStatus.BAD_REQUEST, {"error": f"The body is malformed: {error}."}
            except RecordingError as error:
                _log.info("refused", code=error.code)
                return HTTPStatus.UNPROCESSABLE_ENTITY, {"error": error.detail, "code": error.code}
            took_ms = round(1000 * (time.perf_counter() - begun), 2)
            _log.info("scored", clips=len(scores), ms=took_ms, version=scorer.model.version)
        return HTTPStatus.OK, wire.encode_scores(scores, scorer.model, scorer.policy)

    def champion(self) -> Answer:
        scorer = self._slot.scorer
        return _NO_MODEL if scorer is None else (HTTPStatus.OK, asdict(scorer.model))

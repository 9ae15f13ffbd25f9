"""`bentoml serve bentos.service:Screener`. A thin shell: BentoML's routes around `Screening`.

BentoML's parent process imports this module as well, so nothing heavy is imported here, and prometheus_client not at
all: imported there it loses histograms when there are several workers.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import bentoml
from starlette.responses import JSONResponse

from bentos.admission import admission
from bentos.heartbeat import Heartbeat, instance, own_database
from bentos.metrics import ServiceMetrics
from bentos.model_slot import ModelSlot
from bentos.score_request import ScoreRequest
from bentos.screening import Answer, Screening
from bentos.watcher import Watcher
from registry import bundle
from registry.versions import MemoryRegistry, MlflowRegistry, ModelRegistry
from speechscan.settings import Settings
from speechscan.telemetry import logs, tracing


@bentoml.service(
    name="speechscan_screener",
    workers=Settings.load().scorer_workers,
    traffic={"timeout": 60},
    # Our own lines carry the request's and the jobs' ids.
    logging={"access": {"enabled": False}},
)
class Screener:
    def __init__(self) -> None:
        # Never fails on an outage, since BentoML would start the service again and again: it is just not ready.
        settings = Settings.load()
        _log_as_json(settings)
        tracing.configure("bento", settings.otlp_endpoint)
        engine = own_database(settings)
        registry = _registry(settings)
        metrics = ServiceMetrics()
        admitted = admission(settings, registry, engine, f"serving process {instance()}")
        slot = ModelSlot(registry, admitted, metrics.swap)
        self._screening = Screening(slot, metrics.scored)
        self._watcher = Watcher(slot, None if engine is None else Heartbeat(engine), settings.model_poll_s)
        self._watcher.start()

    @bentoml.on_deployment  # type: ignore[untyped-decorator]
    @staticmethod
    def check_settings() -> None:
        """Once, before the workers start: unsound settings end the service instead of restarting it for ever."""
        tracing.check(Settings.load().otlp_endpoint)

    @bentoml.on_shutdown  # type: ignore[untyped-decorator]
    def stop(self) -> None:
        self._watcher.stop()
        tracing.stop()

    def __is_ready__(self) -> bool:
        return self._screening.ready

    @bentoml.api(route="/score", input_spec=ScoreRequest)  # type: ignore[untyped-decorator]
    async def score(self, body: bytes, request_id: str | None, job_ids: str | None, traceparents: str | None) -> Any:
        # A clip takes some 15 ms, a full claim half a second: on the event loop they would hold up the probes.
        return _response(await asyncio.to_thread(self._screening.score, body, request_id, job_ids, traceparents))

    @bentoml.api(route="/champion")  # type: ignore[untyped-decorator]
    async def champion(self) -> Any:
        return _response(self._screening.champion())


def _registry(settings: Settings) -> ModelRegistry:
    if settings.model_folder is None or settings.model_pin is None:
        return MlflowRegistry(settings.mlflow_url, settings.model_name)
    # The gate's private service for a version that is in no registry.
    registry = MemoryRegistry(settings.model_name)
    registry.register(bundle.read(settings.model_folder))
    return registry


def _response(answer: Answer) -> Any:
    """BentoML passes a ready response on; rendering a dictionary through its schemas costs another millisecond."""
    status, document = answer
    return JSONResponse(document, status.value)


def _log_as_json(settings: Settings) -> None:
    logs.configure("bento", settings.log_level)
    for name in ("bentoml", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True

"""The composition root of the API process: `python -m api`, or `uvicorn --factory api.app:create_app`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from api import openapi, operations
from api.auth import Authenticate
from api.metrics import Metrics
from api.observe import REQUEST_ID_HEADER, Observe
from api.problems import HANDLERS, ProblemBoundary
from api.services import open_services
from api.shutdown import on_stop_signal
from api.v1 import batches, events, jobs, outcomes, reports, uploads, versions, webhooks
from api.web import pages
from api.web.errors import error_page
from api.webhooks import described
from speechscan import __version__
from speechscan.settings import Settings
from speechscan.storage import ObjectStore, S3Store
from speechscan.telemetry import logs, tracing


def create_app(settings: Settings | None = None, *, store: ObjectStore | None = None) -> FastAPI:
    """Without settings it is a process's entry point: it reads them and takes over the process's logs."""
    if settings is None:
        settings = Settings.load()
        _log_json(settings)
        tracing.configure("api", settings.otlp_endpoint)
    metrics = Metrics(settings.data_dir)
    app = FastAPIOffline(
        title="SpeechScan",
        version=__version__,
        description=openapi.DESCRIPTION,
        lifespan=_lifespan(settings, store, metrics),
        middleware=_middleware(settings, metrics),
        exception_handlers=HANDLERS,
        webhooks=described.router,
        # A redirect would ask a client to send its recording twice.
        redirect_slashes=False,
    )
    app.include_router(jobs.router)
    app.include_router(events.router)
    app.include_router(uploads.router)
    app.include_router(batches.router)
    app.include_router(outcomes.router)
    app.include_router(reports.router)
    app.include_router(versions.router)
    app.include_router(webhooks.router)
    app.include_router(operations.router)
    if settings.web_enabled:
        app.include_router(pages.ROUTER)
        app.state.error_page = error_page
    openapi.describe(app)
    return app


def _lifespan(settings: Settings, store: ObjectStore | None, metrics: Metrics) -> Any:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Any]]:
        async with open_services(settings, store or S3Store(settings), metrics) as services:
            with on_stop_signal(services.ended.stop):
                yield {"services": services}
        # The spans that are left take up to some seconds, if the collector is away.
        await asyncio.to_thread(tracing.stop)

    return lifespan


def _middleware(settings: Settings, metrics: Metrics) -> list[Middleware]:
    """From the outside in. Errors are answered inside CORS, or a browser could not read them; keys are asked for
    inside both, so that a preflight needs none and a 401 is a problem like any other."""
    cors = Middleware(
        CORSMiddleware,
        allow_origins=settings.cors_origins,
        allow_methods=["GET", "POST", "PUT", "DELETE"],
        allow_headers=[
            "Authorization",
            "Content-Type",
            "Idempotency-Key",
            "Last-Event-ID",
            "Speechscan-Subject",
            "Speechscan-Task",
            "Speechscan-Webhook",
            REQUEST_ID_HEADER,
        ],
        expose_headers=["Location", "Retry-After", "Idempotent-Replayed", "WWW-Authenticate", REQUEST_ID_HEADER],
    )
    return [
        Middleware(Observe, counts=metrics.counts, hsts_s=settings.web_hsts_s),
        *([cors] if settings.cors_origins else []),
        Middleware(ProblemBoundary),
        Middleware(Authenticate),
    ]


def _log_json(settings: Settings) -> None:
    logs.configure("api", settings.log_level)
    # Uvicorn has given its loggers plain-text handlers of their own before it calls us.
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    # It reports each odd byte of a form; ours is one line a request.
    logging.getLogger("python_multipart").setLevel(logging.ERROR)

"""What a process of the API holds: made when it starts, passed on as the lifespan's state."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Annotated

import httpx
from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncEngine

from api.batches.intake import LEASE_S, Intake
from api.ended import EndedJobs
from api.job_events import Streams
from api.leftovers import Leftovers
from api.metrics import Metrics
from speechscan.background import running
from speechscan.db import heartbeats
from speechscan.db.batch_steps import BatchSteps
from speechscan.db.batches import BatchRepository
from speechscan.db.deliveries import DeliveryRepository
from speechscan.db.engine import async_engine, psycopg_url
from speechscan.db.intake import IntakeQueue
from speechscan.db.jobs import JobRepository
from speechscan.db.keys import KeyRepository
from speechscan.db.ledger import LedgerReader
from speechscan.db.live_accuracy import LiveAccuracyRepository
from speechscan.db.outcomes import OutcomeRepository
from speechscan.db.reports import ReportRepository
from speechscan.db.sizes import SizeRepository
from speechscan.db.uploads import UploadRepository
from speechscan.db.web_sessions import WebSessionRepository
from speechscan.db.webhooks import WebhookRepository
from speechscan.domain.serving import ServingReport
from speechscan.seal import Seal
from speechscan.settings import Settings
from speechscan.storage import ObjectStore

# Each holds at most one recording in memory (10 MB by default, so 320 MB in the worst case).
MAX_UPLOADS = 32


@dataclass(frozen=True, slots=True)
class Services:
    settings: Settings
    engine: AsyncEngine
    jobs: JobRepository
    keys: KeyRepository
    ledger: LedgerReader
    serving: Callable[[], Awaitable[list[ServingReport]]]
    """What the serving processes said within the last `model_ready_window_s`, the latest first."""
    outcomes: OutcomeRepository
    live_accuracy: LiveAccuracyRepository
    reports: ReportRepository
    web_sessions: WebSessionRepository
    sizes: SizeRepository
    past_api: UploadRepository
    """Uploads that go to the store directly."""
    batches: BatchRepository
    batch_steps: BatchSteps
    intake: Intake
    webhooks: WebhookRepository
    deliveries: DeliveryRepository
    store: ObjectStore
    http: httpx.AsyncClient
    ended: EndedJobs
    leftovers: Leftovers
    streams: Streams
    uploads: asyncio.Semaphore
    metrics: Metrics


@asynccontextmanager
async def open_services(settings: Settings, store: ObjectStore, metrics: Metrics) -> AsyncIterator[Services]:
    async with AsyncExitStack() as stack:
        engine = async_engine(settings)
        stack.push_async_callback(engine.dispose)
        jobs = JobRepository(engine)
        ended = EndedJobs(psycopg_url(settings))
        leftovers = Leftovers(jobs, store)
        http = await stack.enter_async_context(httpx.AsyncClient())
        await stack.enter_async_context(running(ended.listen()))
        await stack.enter_async_context(running(leftovers.clear()))
        intake = Intake(IntakeQueue(engine, lease_s=LEASE_S), store, metrics.counts, settings.max_upload_bytes)
        await stack.enter_async_context(running(intake.work()))
        yield Services(
            settings=settings,
            engine=engine,
            jobs=jobs,
            keys=KeyRepository(engine),
            ledger=LedgerReader(engine),
            serving=partial(heartbeats.serving, engine, settings.model_name, settings.model_ready_window_s),
            outcomes=OutcomeRepository(engine),
            live_accuracy=LiveAccuracyRepository(engine),
            reports=ReportRepository(engine),
            web_sessions=WebSessionRepository(
                engine, idle_s=settings.web_session_idle_s, max_s=settings.web_session_max_s
            ),
            sizes=SizeRepository(engine),
            past_api=UploadRepository(engine),
            batches=BatchRepository(engine),
            batch_steps=BatchSteps(engine),
            intake=intake,
            webhooks=WebhookRepository(engine, Seal.of(settings)),
            deliveries=DeliveryRepository(engine),
            store=store,
            http=http,
            ended=ended,
            leftovers=leftovers,
            streams=Streams(metrics.counts.event_streams),
            uploads=asyncio.Semaphore(MAX_UPLOADS),
            metrics=metrics,
        )


async def _services(request: Request) -> Services:
    # Async, since FastAPI sends a plain function through its thread pool on each request.
    services: Services = request.state.services
    return services


ServicesDep = Annotated[Services, Depends(_services)]

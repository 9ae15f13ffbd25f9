"""What a screening process holds open for all its shifts: connections, decode pool, batchers, lease keeper."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from flows.screen.dependencies import Dependencies
from flows.screen.leases import LeaseKeeper
from flows.screen.metrics import WorkerMetrics
from flows.screen.reaper import reap_always
from flows.screen.screening import Screening
from flows.screen.stages import RealStages, Stages
from speechscan.audio.pool import DecodePool
from speechscan.background import running
from speechscan.db.engine import psycopg_url, queue_engine, sync_engine
from speechscan.db.notify import Bell, ring_when_notified
from speechscan.db.queue import QUEUED_CHANNEL, JobQueue
from speechscan.scorer import HttpScorer
from speechscan.settings import Settings
from speechscan.storage import S3Store


@dataclass(frozen=True, slots=True)
class Runtime:
    settings: Settings
    owner: str
    queue: JobQueue
    screening: Screening
    dependencies: Dependencies
    keeper: LeaseKeeper
    bell: Bell
    metrics: WorkerMetrics


def owner_name() -> str:
    """Names this process as the holder of leases and in its shifts' names."""
    return f"{socket.gethostname()}-{os.getpid()}"


@asynccontextmanager
async def open_runtime(settings: Settings, stages: Stages | None = None) -> AsyncIterator[Runtime]:
    """`stages` replaces the real ones, for measuring the orchestration alone."""
    async with AsyncExitStack() as stack:
        engine = queue_engine(settings)
        stack.push_async_callback(engine.dispose)
        queue = JobQueue(engine, lease_s=settings.lease_s, max_attempts=settings.max_attempts)
        bell, metrics = Bell(), WorkerMetrics()
        store = S3Store(settings)
        scorer = HttpScorer(settings.scorer_url)
        stack.push_async_callback(scorer.aclose)
        checks = {
            "database": queue.check,
            "store": lambda: asyncio.to_thread(store.check),
            "model": scorer.champion,
            # The pool replaces its processes by itself; the next decode tells whether it could.
            "decoder": lambda: asyncio.sleep(0),
        }
        dependencies = Dependencies(checks, on_change=bell.ring)
        stack.push_async_callback(dependencies.close)
        if stages is None:
            decoder = DecodePool(settings)
            stack.callback(decoder.close)
            stages = RealStages.on(store, decoder, scorer, settings.decode_processes, metrics.batch)
        renewing = sync_engine(settings)
        stack.callback(renewing.dispose)
        keeper = LeaseKeeper(renewing, lease_s=settings.lease_s)
        screening = Screening(queue, stages, dependencies, settings.quality_gate, keeper.has_lost, metrics.batch)
        stack.enter_context(keeper.running())
        await stack.enter_async_context(running(ring_when_notified(bell, psycopg_url(settings), QUEUED_CHANNEL)))
        await stack.enter_async_context(running(reap_always(queue, settings.lease_s)))
        yield Runtime(settings, owner_name(), queue, screening, dependencies, keeper, bell, metrics)

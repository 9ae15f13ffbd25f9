"""The API without a socket, on the real PostgreSQL; recordings in memory."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import httpx
import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from api.app import create_app
from api.services import Services
from speechscan.db import heartbeats
from speechscan.db.engine import sync_engine
from speechscan.db.keys import SCOPES, KeyRepository
from speechscan.db.queue import Finished, JobQueue
from speechscan.domain.quality import Quality
from speechscan.domain.quality_gate import QualityGate
from speechscan.domain.result import ModelRef, Score, screening_result
from speechscan.domain.serving import ServingState
from speechscan.domain.verdict import DecisionPolicy
from speechscan.settings import Settings
from speechscan.storage import MemoryStore

DIGEST = "a" * 64
"""Of the model that is ready."""


@pytest.fixture(autouse=True, scope="session")
def plain_logs() -> None:
    """As a process logs. Structlog's default draws every local variable of a trace, which takes seconds."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ]
    )


@dataclass(frozen=True)
class Api:
    client: httpx.AsyncClient
    services: Services
    store: MemoryStore


@asynccontextmanager
async def serving(settings: Settings, store: MemoryStore, root_path: str = "") -> AsyncIterator[Api]:
    """As uvicorn does it: the lifespan's state is in the scope of each request, and so is a proxy's prefix."""
    app = create_app(settings, store=store)
    async with app.router.lifespan_context(app) as state:

        async def with_state(scope, receive, send):
            await app({**scope, "state": dict(state)}, receive, send)

        transport = httpx.ASGITransport(app=with_state, root_path=root_path)
        async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
            yield Api(client, state["services"], store)


@pytest.fixture
def model_ready(settings: Settings) -> ModelRef:
    model = ModelRef("speechscan", "1")
    engine = sync_engine(settings)
    with engine.begin() as db:
        heartbeats.beat(db, "test", ServingState(model_name=model.name, version=model.version, digest=DIGEST))
    engine.dispose()
    return model


@pytest.fixture
def make_key(engine: AsyncEngine) -> Callable[..., Awaitable[dict[str, str]]]:
    """Makes a key and gives the header for it."""

    async def make(name: str, *scopes: str) -> dict[str, str]:
        _, token = await KeyRepository(engine).create(name, scopes or SCOPES, rotate=True)
        return {"Authorization": f"Bearer {token}"}

    return make


@pytest.fixture
async def anonymous(settings: Settings) -> AsyncIterator[Api]:
    """Without a key and without a model."""
    async with serving(settings, MemoryStore()) as api:
        yield api


@pytest.fixture
async def api(anonymous: Api, model_ready: ModelRef, make_key) -> Api:
    """With a key for everything, and a model that is ready."""
    anonymous.client.headers.update(await make_key("clinic"))
    return anonymous


def wav(seed: int = 0, size: int = 3200) -> bytes:
    """Different bytes for each seed. Nobody decodes it here."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(bytes([seed % 256]) * size)
    return out.getvalue()


AUDIO = {"Content-Type": "audio/wav"}


async def post(api: Api, data: bytes | None = None, **headers: str) -> httpx.Response:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return await api.client.post("/v1/jobs", content=wav() if data is None else data, headers={**AUDIO, **sent})


async def rows(engine, columns: str = "*"):
    async with engine.connect() as db:
        return (await db.execute(text(f"select {columns} from jobs"))).all()  # noqa: S608


async def until(condition: Callable[[], object], timeout_s: float = 30.0) -> None:
    async with asyncio.timeout(timeout_s):
        while not condition():  # noqa: ASYNC110 - what is waited for knows nothing of us
            await asyncio.sleep(0.01)


def a_result() -> dict[str, object]:
    score = Score(
        probability=0.9,
        familiar=True,
        measurements={"f0_hz": 110.0},
        unmeasured={"clarity_score": "This model version does not measure it."},
        model=ModelRef("speechscan", "1"),
        policy=DecisionPolicy(threshold=0.5, abstain_low=0.4, abstain_high=0.6),
    )
    quality = Quality(duration_s=4, peak_dbfs=-3.0, clipping=0.0, speech_s=3.5, snr_db=None)
    return screening_result(score, quality, QualityGate())


@pytest.fixture
def worker(engine: AsyncEngine) -> Worker:
    return Worker(JobQueue(engine, lease_s=30, max_attempts=3))


@dataclass(frozen=True)
class Worker:
    """Does to the queue what the screening worker does."""

    queue: JobQueue

    async def start(self):
        return await self.queue.claim("test", 64, alone=True)

    async def complete(self, leases) -> set[UUID]:
        stages = {"validate": 30.5, "store": 4.0, "score": 9.5, "record": 2.0}
        return await self.queue.complete([Finished(lease, a_result(), stages) for lease in leases])

    async def complete_all(self) -> set[UUID]:
        return await self.complete(await self.start())

    async def fail_all(self, code: str, detail: str) -> None:
        for lease in await self.start():
            await self.queue.fail(lease, code=code, detail=detail, stages_ms={})

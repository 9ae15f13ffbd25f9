"""Is everything there that a submission needs? Asked of all parts at once, each with its own time-out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import httpx
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import text

from api.services import Services
from speechscan.db import heartbeats
from speechscan.db.engine import translated
from speechscan.errors import ModelNotReady, SpeechScanError, Unavailable

# Less than the usual 5 s of a prober.
CHECK_TIMEOUT_S = 3.0

Check = Callable[[Services], Awaitable[str]]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    ok: bool
    detail: str
    latency_ms: float


class Readiness(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    ready: bool = Field(description="All parts are.")
    parts: dict[str, Part] = Field(description="database, store, orchestrator, model.")


async def database(services: Services) -> str:
    with translated():
        async with services.engine.connect() as db:
            await db.execute(text("select 1"))
    return "answers"


async def store(services: Services) -> str:
    await asyncio.to_thread(services.store.check)
    return "answers"


async def orchestrator(services: Services) -> str:
    try:
        answer = await services.http.get(f"{services.settings.prefect_api_url}/health", timeout=CHECK_TIMEOUT_S)
    except httpx.TransportError as error:
        raise Unavailable("orchestrator", f"Prefect cannot be reached: {type(error).__name__}.") from error
    if answer.status_code != httpx.codes.OK:
        raise Unavailable("orchestrator", f"Prefect answered {answer.status_code}.")
    return "Prefect answers"


async def model(services: Services) -> str:
    """By the heartbeat, since that decides whether a submission is taken in."""
    window_s = services.settings.model_ready_window_s
    found = await heartbeats.latest(services.engine, window_s)
    if found is None:
        raise ModelNotReady(f"No model was ready in the last {window_s:.0f} s.")
    return f"{found.name} version {found.version}"


CHECKS: dict[str, Check] = {"database": database, "store": store, "orchestrator": orchestrator, "model": model}


async def readiness(services: Services) -> Readiness:
    parts = await asyncio.gather(*(_ask(check, services) for check in CHECKS.values()))
    return Readiness(ready=all(part.ok for part in parts), parts=dict(zip(CHECKS, parts, strict=True)))


async def _ask(check: Check, services: Services) -> Part:
    begun = time.perf_counter()
    try:
        async with asyncio.timeout(CHECK_TIMEOUT_S):
            ok, detail = True, await check(services)
    except TimeoutError:
        ok, detail = False, f"No answer within {CHECK_TIMEOUT_S:.0f} s."
    except SpeechScanError as error:
        ok, detail = False, error.detail
    return Part(ok=ok, detail=detail, latency_ms=round((time.perf_counter() - begun) * 1000, 1))

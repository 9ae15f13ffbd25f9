"""Is a program of the stack ready to do its work? The same checks at the start and in `speechscan status`.

Each check returns None when ready and else a short reason. None of them raises for "not yet".
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import httpx
import psycopg

from infra.stack.programs import WORK_POOL
from infra.stack.supervisor import ProcessInfo
from speechscan.db.deliveries import WEBHOOK_CHANNEL
from speechscan.db.engine import psycopg_url
from speechscan.db.presence import HELD_BY_PSYCOPG
from speechscan.db.queue import QUEUED_CHANNEL
from speechscan.errors import NotFound, SpeechScanError
from speechscan.settings import Settings
from speechscan.storage.s3 import S3Store

Reason = str | None
Check = Callable[[ProcessInfo], Awaitable[Reason]]
_TIMEOUT_S = 5.0
PROBE_BUCKET = "stack"
_PROBE_KEY = "probe"


class Readiness:
    def __init__(self, settings: Settings, http: httpx.AsyncClient) -> None:
        self._settings = settings
        self._http = http
        self._checks: dict[str, Check] = {
            "postgres": self._postgres,
            "s3": self._s3,
            "prefect": lambda _: self._answers(f"{settings.prefect_api_url}/health"),
            "mlflow": lambda _: self._answers(f"{settings.mlflow_url}/health"),
            "bento": lambda _: self._answers(f"{settings.scorer_url}/readyz"),
            "api": self._api,
            "screening-worker": lambda process: self._listens(process, QUEUED_CHANNEL),
            "deployments-worker": self._polls,
            "promotion-watcher": self._watches,
            "webhook-sender": lambda process: self._listens(process, WEBHOOK_CHANNEL),
        }

    async def check(self, process: ProcessInfo) -> Reason:
        if process.state not in ("RUNNING", "STARTING"):
            return f"{process.state.lower()}; its log is {process.log}"
        reason = await self._checks[process.name](process)
        return f"{reason}; its log is {process.log}" if reason else None

    async def _answers(self, url: str) -> Reason:
        try:
            answer = await self._http.get(url, timeout=_TIMEOUT_S)
        except httpx.HTTPError as error:
            return f"{url}: {type(error).__name__}"
        return None if answer.is_success else f"{url} answers {answer.status_code}"

    async def _api(self, _: ProcessInfo) -> Reason:
        """Names the parts that it misses."""
        url = f"{self._settings.api_url}/readyz"
        try:
            answer = await self._http.get(url, timeout=_TIMEOUT_S)
        except httpx.HTTPError as error:
            return f"{url}: {type(error).__name__}"
        if answer.is_success:
            return None
        parts = answer.json().get("parts", {})
        missing = [f"{name} ({part['detail']})" for name, part in parts.items() if not part["ok"]]
        return f"answers {answer.status_code}, misses {', '.join(missing)}"

    async def _postgres(self, _: ProcessInfo) -> Reason:
        # Its own database may not exist yet at the first start.
        url = psycopg_url(self._settings).rpartition("/")[0] + "/postgres"
        try:
            async with await psycopg.AsyncConnection.connect(url, connect_timeout=3) as db:
                await db.execute("select 1")
        except psycopg.OperationalError:
            return "no connection yet"
        return None

    async def _s3(self, _: ProcessInfo) -> Reason:
        return await asyncio.to_thread(self._round_trip)

    def _round_trip(self) -> Reason:
        """Reads what an earlier start wrote, then writes: for some 100 ms after its health check answers, SeaweedFS
        does not yet know where older objects lie and answers their readers with 500."""
        store = S3Store(self._settings.model_copy(update={"s3_bucket": PROBE_BUCKET}), pool=1)
        try:
            store.ensure_bucket()
            with suppress(NotFound):  # at the first start
                store.get(_PROBE_KEY)
            store.put(_PROBE_KEY, b"ready")
            store.get(_PROBE_KEY)
        except SpeechScanError as error:
            return error.detail
        return None

    async def _listens(self, process: ProcessInfo, channel: str) -> Reason:
        """A session that waits for work is open; a worker opens it when the rest of it stands."""
        since = timedelta(seconds=process.uptime_s + 1)
        sql = "select count(*) from pg_stat_activity where query ilike %s and backend_start > now() - %s"
        try:
            async with await psycopg.AsyncConnection.connect(psycopg_url(self._settings), connect_timeout=3) as db:
                found = await (await db.execute(sql, (f'listen "{channel}"', since))).fetchone()
        except psycopg.OperationalError:
            return "the database cannot be reached"
        return None if found and found[0] else "does not listen for work yet"

    async def _watches(self, process: ProcessInfo) -> Reason:
        """Its lock in the database goes with it."""
        try:
            async with await psycopg.AsyncConnection.connect(psycopg_url(self._settings), connect_timeout=3) as db:
                found = await (await db.execute(HELD_BY_PSYCOPG, (process.name,))).fetchone()
        except psycopg.OperationalError:
            return "the database cannot be reached"
        return None if found and found[0] else "does not watch yet"

    async def _polls(self, process: ProcessInfo) -> Reason:
        """A Prefect worker has sent a heartbeat since this process started."""
        url = f"{self._settings.prefect_api_url}/work_pools/{WORK_POOL}/workers/filter"
        try:
            answer = await self._http.post(url, json={}, timeout=_TIMEOUT_S)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            return f"{url}: {type(error).__name__}"
        started = datetime.now(UTC) - timedelta(seconds=process.uptime_s + 1)
        beats = [datetime.fromisoformat(row["last_heartbeat_time"]) for row in answer.json()]
        return None if any(beat > started for beat in beats) else "no heartbeat yet"

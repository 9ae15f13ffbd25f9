"""`AsyncSpeechScan`: the client for asyncio."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Self
from uuid import uuid4

import httpx

from speechscan.client import steps
from speechscan.client.answers.job import Job
from speechscan.client.answers.outcome import Outcomes
from speechscan.client.asynchronous.batches import AsyncBatches
from speechscan.client.asynchronous.connection import AsyncConnection
from speechscan.client.asynchronous.models import AsyncModels
from speechscan.client.asynchronous.pages import listed
from speechscan.client.asynchronous.reports import AsyncReports
from speechscan.client.asynchronous.webhook import AsyncOwnWebhook
from speechscan.client.calls import jobs
from speechscan.client.calls.jobs import JobFilter, Spoken
from speechscan.client.endpoint import Endpoint
from speechscan.client.following import Following
from speechscan.client.paths import Id
from speechscan.client.recording import Recording, Source
from speechscan.client.retries import Retries
from speechscan.domain.outcome import Confirmation, Label
from speechscan.domain.task import Task


class AsyncSpeechScan:
    """As `SpeechScan`, for asyncio: its methods are to be awaited, its iterators are asynchronous."""

    def __init__(
        self,
        url: str | None = None,
        key: str | None = None,
        *,
        timeout_s: float = 30,
        retries: Retries | None = None,
        verify: bool | ssl.SSLContext = True,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        endpoint = Endpoint.of(url, key, timeout_s)
        http = httpx.AsyncClient(verify=verify, transport=transport)
        self._connection = AsyncConnection(http, endpoint, retries or Retries())
        self.batches = AsyncBatches(self._connection)
        self.models = AsyncModels(self._connection)
        self.reports = AsyncReports(self._connection)
        self.webhook = AsyncOwnWebhook(self._connection)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self._connection.close()

    async def screen(
        self,
        source: Source,
        *,
        subject: str | None = None,
        task: str | None = None,
        upload: bool = False,
        timeout_s: float = 300,
    ) -> Job:
        submitted = await self.submit(source, subject=subject, task=task, upload=upload)
        return await self.wait(submitted.id, timeout_s)

    async def submit(
        self,
        source: Source,
        *,
        subject: str | None = None,
        task: str | None = None,
        webhook: str | None = None,
        idempotency_key: str | None = None,
        upload: bool = False,
    ) -> Job:
        key = idempotency_key or uuid4().hex
        spoken = Spoken(subject, task, webhook)
        return await self._connection.run(steps.submission(Recording.of(source), spoken, key, by_upload=upload))

    async def job(self, job_id: Id) -> Job:
        return await self._connection.ask(jobs.read(job_id))

    async def wait(self, job_id: Id, timeout_s: float = 300) -> Job:
        return await self._connection.run(steps.job_end(job_id, timeout_s))

    async def events(self, job_id: Id) -> AsyncIterator[Job]:
        following = Following(job_id, self._connection.endpoint)
        while following.listening:
            async with aclosing(self._connection.listen(following)) as heard:
                async for job in heard:
                    yield job
        while not following.ended:
            if told := following.told(await self._connection.ask(following.question())):
                yield told

    def jobs(self, wanted: JobFilter | None = None, *, limit: int | None = None) -> AsyncIterator[Job]:
        page = partial(jobs.page, wanted or JobFilter(), limit)
        return listed(lambda cursor: self._connection.ask(page(cursor)), lambda page: page.jobs, limit)

    async def cancel(self, job_id: Id) -> Job:
        return await self._connection.ask(jobs.cancel(job_id))

    async def delete(self, job_id: Id) -> Job:
        return await self._connection.ask(jobs.delete(job_id))

    async def confirm(
        self,
        job_id: Id,
        label: Label | str,
        *,
        task: str | None = None,
        note: str | None = None,
        confirmed_at: datetime | None = None,
    ) -> Outcomes:
        return await self._connection.ask(
            jobs.confirm(job_id, Confirmation(Label(label), Task(task) if task else None, note, confirmed_at))
        )

    async def outcomes(self, job_id: Id) -> Outcomes:
        return await self._connection.ask(jobs.outcomes(job_id))

"""`SpeechScan`: the client that blocks."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Self
from uuid import uuid4

import httpx

from speechscan.client import steps
from speechscan.client.answers.job import Job
from speechscan.client.answers.outcome import Outcomes
from speechscan.client.blocking.batches import Batches
from speechscan.client.blocking.connection import Connection
from speechscan.client.blocking.models import Models
from speechscan.client.blocking.pages import listed
from speechscan.client.blocking.reports import Reports
from speechscan.client.blocking.webhook import OwnWebhook
from speechscan.client.calls import jobs
from speechscan.client.calls.jobs import JobFilter, Spoken
from speechscan.client.endpoint import Endpoint
from speechscan.client.following import Following
from speechscan.client.paths import Id
from speechscan.client.recording import Recording, Source
from speechscan.client.retries import Retries
from speechscan.domain.outcome import Confirmation, Label
from speechscan.domain.task import Task


class SpeechScan:
    """A client of the API. What is not given comes from SPEECHSCAN_API_URL and SPEECHSCAN_API_KEY.

    timeout_s  the longest silence within a request; long polls get what they wait for on top
    verify     TLS: True, or a context with the certificates to trust
    transport  how requests travel, if not by httpx's own
    """

    def __init__(
        self,
        url: str | None = None,
        key: str | None = None,
        *,
        timeout_s: float = 30,
        retries: Retries | None = None,
        verify: bool | ssl.SSLContext = True,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        endpoint = Endpoint.of(url, key, timeout_s)
        http = httpx.Client(verify=verify, transport=transport)
        self._connection = Connection(http, endpoint, retries or Retries())
        self.batches = Batches(self._connection)
        self.models = Models(self._connection)
        self.reports = Reports(self._connection)
        self.webhook = OwnWebhook(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def screen(
        self,
        source: Source,
        *,
        subject: str | None = None,
        task: str | None = None,
        upload: bool = False,
        timeout_s: float = 300,
    ) -> Job:
        """Submits a recording and waits for its end. Raises NotEnded, with the job's id, if that takes too long."""
        return self.wait(self.submit(source, subject=subject, task=task, upload=upload).id, timeout_s)

    def submit(
        self,
        source: Source,
        *,
        subject: str | None = None,
        task: str | None = None,
        webhook: str | None = None,
        idempotency_key: str | None = None,
        upload: bool = False,
    ) -> Job:
        """Sends a recording; the job that comes back waits in the queue.

        subject          your pseudonym for the person; the service keeps a keyed hash only
        task             what is spoken, as `sustained_vowel_a`
        webhook          where the end of this job is told, in place of the address of your webhook; needs one, and
                         the scope `webhooks`
        idempotency_key  the same key with the same recording gives the same job; by default a new one, so that
                         the client's own repetitions are one job
        upload           send the recording to the object store itself, as is better on slow lines
        """
        key = idempotency_key or uuid4().hex
        spoken = Spoken(subject, task, webhook)
        return self._connection.run(steps.submission(Recording.of(source), spoken, key, by_upload=upload))

    def job(self, job_id: Id) -> Job:
        return self._connection.ask(jobs.read(job_id))

    def wait(self, job_id: Id, timeout_s: float = 300) -> Job:
        """The job once it has ended. Raises NotEnded."""
        return self._connection.run(steps.job_end(job_id, timeout_s))

    def events(self, job_id: Id) -> Iterator[Job]:
        """The job as it is, and after each change until it has ended: by server-sent events, or else by asking."""
        following = Following(job_id, self._connection.endpoint)
        while following.listening:
            yield from self._connection.listen(following)
        while not following.ended:
            if job := following.told(self._connection.ask(following.question())):
                yield job

    def jobs(self, wanted: JobFilter | None = None, *, limit: int | None = None) -> Iterator[Job]:
        """Your jobs, newest first; all without a limit."""
        page = partial(jobs.page, wanted or JobFilter(), limit)
        return listed(lambda cursor: self._connection.ask(page(cursor)), lambda page: page.jobs, limit)

    def cancel(self, job_id: Id) -> Job:
        """Raises Conflict if the job has ended."""
        return self._connection.ask(jobs.cancel(job_id))

    def delete(self, job_id: Id) -> Job:
        """Erases recording, result and subject."""
        return self._connection.ask(jobs.delete(job_id))

    def confirm(
        self,
        job_id: Id,
        label: Label | str,
        *,
        task: str | None = None,
        note: str | None = None,
        confirmed_at: datetime | None = None,
    ) -> Outcomes:
        """Says what the person was found to have. Needs a key with the scope `annotate`."""
        return self._connection.ask(
            jobs.confirm(job_id, Confirmation(Label(label), Task(task) if task else None, note, confirmed_at))
        )

    def outcomes(self, job_id: Id) -> Outcomes:
        return self._connection.ask(jobs.outcomes(job_id))

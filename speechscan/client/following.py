"""What a listener has seen of a job, by server-sent events and, where these do not come, by asking."""

from __future__ import annotations

from typing import Any

import httpx
from httpx_sse import ServerSentEvent

from speechscan.client import paths
from speechscan.client.answering import refusal
from speechscan.client.answers.job import Job
from speechscan.client.call import Call, parsed
from speechscan.client.calls import jobs
from speechscan.client.endpoint import Endpoint

# An older API has no events, and a busy one may have no place for another stream.
_WITHOUT_EVENTS = (404, 405, 429, 503)
# Between two heartbeats, which come each 15 s.
_SILENCE_S = 45.0
# Asked so often, `running` is seen too; the end comes at once all the same.
_ASK_FOR_S = 1.0


class Following:
    def __init__(self, job_id: paths.Id, endpoint: Endpoint) -> None:
        self._job_id = job_id
        self._endpoint = endpoint
        self.job: Job | None = None
        self.by_events = True
        self._last_event_id: str | None = None
        self._heard = False

    @property
    def ended(self) -> bool:
        return self.job is not None and self.job.ended

    @property
    def listening(self) -> bool:
        return self.by_events and not self.ended

    def stream(self) -> dict[str, Any]:
        """Arguments of httpx-sse's connect, for the next try."""
        self._heard = False
        resume = {} if self._last_event_id is None else {"Last-Event-ID": self._last_event_id}
        timeout = httpx.Timeout(self._endpoint.timeout_s, read=_SILENCE_S)
        url = self._endpoint.url + paths.events(self._job_id)
        return {"method": "GET", "url": url, "headers": {**self._endpoint.headers, **resume}, "timeout": timeout}

    def accepts(self, response: httpx.Response) -> bool:
        """False if there are no events, and asking may help. The body of a refusal must have been read."""
        if response.is_success:
            return True
        if response.status_code in _WITHOUT_EVENTS:
            self.by_events = False
            return False
        raise refusal(response, self._endpoint)

    def heard(self, event: ServerSentEvent) -> Job | None:
        """The job, if the event is about it."""
        if event.event != "job":
            return None
        self._heard = True
        self._last_event_id = event.id or None
        return self._seen(parsed(Job, event.data))

    def stream_ended(self) -> None:
        """Whether it was closed or broke off: one that brought something is opened again, from there."""
        self.by_events = self.by_events and self._heard

    def question(self) -> Call[Job]:
        return jobs.read(self._job_id, wait_s=_ASK_FOR_S)

    def told(self, job: Job) -> Job | None:
        """The job, if something has changed since it was last seen."""
        known = self.job and (self.job.state, self.job.attempts)
        return None if known == (job.state, job.attempts) else self._seen(job)

    def _seen(self, job: Job) -> Job:
        self.job = job
        return job

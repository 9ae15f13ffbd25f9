"""Jobs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from speechscan.client import paths
from speechscan.client.answers.job import Job, JobPage
from speechscan.client.answers.outcome import Outcomes
from speechscan.client.call import MEDIA_TYPE, Call, as_answer
from speechscan.client.paths import Id
from speechscan.client.recording import Recording
from speechscan.domain.job import JobState
from speechscan.domain.outcome import Confirmation
from speechscan.domain.task import Task
from speechscan.domain.verdict import Status
from speechscan.errors import InvalidRequest

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Spoken:
    """Whose voice it is and what is spoken, as far as the caller says. webhook: where the job's end is told."""

    subject: str | None = None
    task: str | None = None
    webhook: str | None = None

    def headers(self) -> dict[str, str | bytes]:
        # The API reads UTF-8.
        given = {
            "Speechscan-Subject": self.subject,
            "Speechscan-Task": self.task,
            "Speechscan-Webhook": self.webhook,
        }
        return {name: header(name, value) for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class JobFilter:
    """All must hold; times with a zone, from is inclusive and before is not."""

    states: Sequence[JobState | str] = ()
    subject: str | None = None
    created_from: datetime | None = None
    created_before: datetime | None = None
    verdicts: Sequence[Status | str] = ()
    """Of completed jobs."""
    tasks: Sequence[Task | str] = ()
    """What is spoken."""

    def params(self) -> dict[str, Any]:
        times = {"created_from": self.created_from, "created_before": self.created_before}
        given = {name: time.isoformat() for name, time in times.items() if time is not None}
        # httpx repeats a parameter for each of its values, and leaves it out where there is none.
        any_of = {"state": self.states, "verdict": self.verdicts, "task": self.tasks}
        return {**given, **{name: [str(value) for value in values] for name, values in any_of.items()}}


def header(name: str, value: str) -> bytes:
    """What a header cannot carry would only come back as a broken connection. Raises InvalidRequest."""
    if _CONTROL.search(value):
        raise InvalidRequest(f"{name} has a control character, as a line break is one.")
    return value.encode()


def submit(recording: Recording, spoken: Spoken, idempotency_key: str) -> Call[Job]:
    headers = {"Content-Type": MEDIA_TYPE, **identified(idempotency_key), **spoken.headers()}
    return Call(method="POST", path=paths.JOBS, read=as_answer(Job), headers=headers, recording=recording)


def identified(idempotency_key: str) -> dict[str, bytes]:
    return {"Idempotency-Key": header("Idempotency-Key", idempotency_key)}


def read(job_id: Id, wait_s: float = 0) -> Call[Job]:
    params = {"wait": round(wait_s, 3)} if wait_s else {}
    return Call(method="GET", path=paths.job(job_id), read=as_answer(Job), params=params, patience_s=wait_s)


def page(wanted: JobFilter, limit: int | None, cursor: str | None) -> Call[JobPage]:
    params = {**wanted.params(), "limit": min(limit or _PAGE, _PAGE), **({"cursor": cursor} if cursor else {})}
    headers = Spoken(subject=wanted.subject).headers()
    return Call(method="GET", path=paths.JOBS, read=as_answer(JobPage), params=params, headers=headers)


def cancel(job_id: Id) -> Call[Job]:
    return Call(method="POST", path=paths.cancel(job_id), read=as_answer(Job))


def delete(job_id: Id) -> Call[Job]:
    return Call(method="DELETE", path=paths.job(job_id), read=as_answer(Job))


def confirm(job_id: Id, confirmed: Confirmation) -> Call[Outcomes]:
    """The same again changes nothing, so it may be repeated."""
    at = confirmed.confirmed_at
    said = {"label": str(confirmed.label), "task": confirmed.task, "note": confirmed.note}
    document = {**said, "confirmed_at": None if at is None else at.isoformat()}
    given = {name: value for name, value in document.items() if value is not None}
    return Call(method="POST", path=paths.outcome(job_id), read=as_answer(Outcomes), json=given)


def outcomes(job_id: Id) -> Call[Outcomes]:
    return Call(method="GET", path=paths.outcome(job_id), read=as_answer(Outcomes))

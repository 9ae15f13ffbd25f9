"""A job: one recording on its way to a result."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from speechscan.client.answers.base import Answer, Page
from speechscan.client.answers.outcome import Outcome
from speechscan.client.answers.result import Result
from speechscan.client.answers.timings import Timings
from speechscan.domain.job import JobState


class Failure(Answer):
    code: str
    detail: str
    """A sentence that says what to do."""


class Links(Answer):
    """Paths, relative to the address of the API; None where there is nothing to do."""

    self_: str = Field(alias="self")
    wait: str | None
    cancel: str | None
    delete: str | None
    outcome: str | None = None


class Job(Answer):
    id: UUID
    state: JobState
    format: str
    size_bytes: int
    sha256: str | None
    user_hash: str | None
    """Keyed hash of the subject."""
    task: str | None = None
    attempts: int
    timings: Timings
    result: Result | None
    """Of a completed job only."""
    error: Failure | None
    """Of a failed job only."""
    outcome: Outcome | None = None
    trace_id: str | None = None
    links: Links
    disclaimer: str

    @property
    def ended(self) -> bool:
        return self.state.is_final


class JobPage(Page):
    jobs: tuple[Job, ...]

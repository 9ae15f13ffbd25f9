"""The life of a job: its states, and which may follow which."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from speechscan.domain.outcome import Outcome
from speechscan.domain.task import Task


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DELETED = "deleted"

    @property
    def is_final(self) -> bool:
        return self not in (JobState.QUEUED, JobState.RUNNING)


class Reaper(StrEnum):
    """What takes over the lease of a worker that died."""

    WORKER = "worker"
    HOUSEKEEPING = "housekeeping"


@dataclass(frozen=True, slots=True)
class Lease:
    """A claimed job as the worker sees it. Whoever holds `token` may write the job's end, nobody else."""

    job_id: UUID
    token: UUID
    object_key: str
    format: str
    failed_attempts: int
    suspect: bool
    request_id: str | None
    traceparent: str | None = None
    waited_s: float = 0.0
    """From the submission to the claim, by the database's clock."""

    @property
    def attempt(self) -> int:
        """Number of the present attempt, from 1."""
        return self.failed_attempts + 1


@dataclass(frozen=True, slots=True)
class Job:
    """A job as its owner sees it. task: what is spoken, as its owner said."""

    id: UUID
    owner: str
    state: JobState
    format: str
    size_bytes: int
    sha256: str | None
    user_hash: str | None
    failed_attempts: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    error_code: str | None
    error_detail: str | None
    stages_ms: dict[str, float] = field(default_factory=dict)
    result: dict[str, object] | None = None
    outcome: Outcome | None = None
    task: Task | None = None
    traceparent: str | None = None
    webhook_url: str | None = field(default=None, repr=False)
    """Where the caller wants this job's end told; may hold a token."""

    @property
    def attempts(self) -> int:
        """Attempts begun so far, the present one included."""
        under_way = self.state in (JobState.RUNNING, JobState.COMPLETED)
        return self.failed_attempts + under_way

    @property
    def trace_id(self) -> str | None:
        """Of the W3C trace context: version-trace-span-flags."""
        return None if self.traceparent is None else self.traceparent.split("-")[1]

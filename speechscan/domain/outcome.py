"""What a clinician confirmed about the person of a job, later than the screening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from speechscan.domain.task import Task


class Label(StrEnum):
    HEALTHY = "healthy"
    DYSARTHRIC = "dysarthric"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """As it is sent. `task` None means as the job says; `confirmed_at` None means just now."""

    label: Label
    task: Task | None = None
    note: str | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """As it is kept. `task` may be a word that was taken before tasks were a fixed list. `recorded_by` is the name of
    the key that sent it, `key_id` which of that name."""

    label: Label
    task: str | None
    note: str | None
    confirmed_at: datetime
    recorded_by: str
    key_id: UUID
    recorded_at: datetime

    def says(self, sent: Confirmation) -> bool:
        """Whether it would be the same again. A time that is not given differs from none."""
        same_time = sent.confirmed_at in (None, self.confirmed_at)
        return same_time and (self.label, self.task, self.note) == (sent.label, sent.task, sent.note)


@dataclass(frozen=True, slots=True)
class LabelledJob:
    """A job with its current outcome, as a clip for a reference set. `subject` is the `user_hash`, if there is one."""

    job_id: UUID
    owner: str
    subject: str | None
    label: Label
    task: str | None

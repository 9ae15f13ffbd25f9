"""What was confirmed about the person of a job, after the screening."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from speechscan.client.answers.base import Answer
from speechscan.domain.outcome import Label


class Outcome(Answer):
    label: Label
    task: str | None
    note: str | None
    confirmed_at: datetime
    recorded_at: datetime
    recorded_by: str
    key_id: UUID


class Outcomes(Answer):
    """`current` counts; `history` has it and what it corrected, newest first."""

    job_id: UUID
    current: Outcome | None
    history: tuple[Outcome, ...]
    disclaimer: str

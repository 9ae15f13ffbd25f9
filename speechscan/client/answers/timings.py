"""When things happened to a job."""

from __future__ import annotations

from datetime import datetime

from speechscan.client.answers.base import Answer


class Timings(Answer):
    queued_at: datetime
    started_at: datetime | None
    """Of the latest attempt."""
    finished_at: datetime | None
    stages_ms: dict[str, float]

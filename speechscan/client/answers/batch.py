"""Batches: up to 1,000 recordings that are submitted, followed and cancelled as one."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from speechscan.client.answers.base import Answer, Page
from speechscan.client.answers.job import Failure
from speechscan.client.answers.upload import Form


class BatchState(StrEnum):
    OPEN = "open"
    RUNNING = "running"
    COMPLETED = "completed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        return self in (BatchState.COMPLETED, BatchState.CANCELLED)


class Counts(Answer):
    """Items by state. `missing` were never uploaded, `refused` are no recordings."""

    awaiting: int = 0
    queued: int = 0
    running: int = 0
    completed: int = 0
    failed: int = 0
    cancelled: int = 0
    deleted: int = 0
    missing: int = 0
    refused: int = 0

    @property
    def total(self) -> int:
        return self.ended + self.awaiting + self.queued + self.running

    @property
    def ended(self) -> int:
        return self.completed + self.failed + self.cancelled + self.deleted + self.missing + self.refused


class Batch(Answer):
    id: UUID
    label: str | None
    state: BatchState
    counts: Counts
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def ended(self) -> bool:
        return self.state.is_final


class Slot(Answer):
    """Where the recording of an item goes; None if it lies in the store already, or is refused: see `error`."""

    index: int
    upload: Form | None
    error: Failure | None = None


class NewBatch(Batch):
    items: tuple[Slot, ...] = ()


class BatchItem(Answer):
    """`index` is its place in what was submitted: the API knows no file names."""

    index: int
    state: str
    job_id: UUID | None
    error: Failure | None


class BatchPage(Page):
    batches: tuple[Batch, ...]


class BatchItemPage(Page):
    items: tuple[BatchItem, ...]

"""A batch: up to a thousand recordings of one caller, each of which becomes a job or says why it has not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from speechscan.domain.task import Task

MAX_ITEMS = 1000


class ItemStage(StrEnum):
    """How far an item came before it was a job. From `admitted` on its state is its job's."""

    AWAITING = "awaiting"
    STARTED = "started"
    ADMITTED = "admitted"
    MISSING = "missing"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class ItemState(StrEnum):
    """What a client sees. `awaiting` also after the start, until the recording was looked at."""

    AWAITING = "awaiting"
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DELETED = "deleted"
    MISSING = "missing"
    REFUSED = "refused"

    @property
    def is_final(self) -> bool:
        return self not in (ItemState.AWAITING, ItemState.QUEUED, ItemState.RUNNING)


class BatchState(StrEnum):
    OPEN = "open"
    RUNNING = "running"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Batch:
    """last_ended_at: when the last item so far came to its end; None before the first."""

    id: UUID
    owner: str
    label: str | None
    created_at: datetime
    started_at: datetime | None
    cancelled_at: datetime | None
    counts: Mapping[ItemState, int]
    last_ended_at: datetime | None

    @property
    def state(self) -> BatchState:
        if self.cancelled_at is not None:
            return BatchState.CANCELLED
        if self.started_at is None:
            return BatchState.OPEN
        under_way = any(count for state, count in self.counts.items() if not state.is_final)
        return BatchState.RUNNING if under_way else BatchState.COMPLETED

    @property
    def ended_at(self) -> datetime | None:
        """All items refused before the start: then it ended with its start."""
        if self.state is not BatchState.COMPLETED:
            return self.cancelled_at
        return max(moment for moment in (self.started_at, self.last_ended_at) if moment is not None)


@dataclass(frozen=True, slots=True)
class ItemError:
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class BatchItem:
    """error: of an item that was refused, or of its failed job."""

    position: int
    state: ItemState
    task: str | None
    job_id: UUID | None
    error: ItemError | None


@dataclass(frozen=True, slots=True)
class NewItem:
    """source_key: where its recording lies already; None if it is uploaded to the batch's own place.
    refused: why it can be no recording, where that shows at once."""

    user_hash: str | None = None
    task: Task | None = None
    source_key: str | None = None
    refused: ItemError | None = None
    webhook_url: str | None = field(default=None, repr=False)

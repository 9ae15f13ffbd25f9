"""What is told to whom when a job ends, and how far the telling is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from uuid import UUID


class Event(StrEnum):
    """`job.` and the state in which a job ended."""

    COMPLETED = "job.completed"
    FAILED = "job.failed"
    CANCELLED = "job.cancelled"


class DeliveryState(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


class Standing(IntEnum):
    """Of a receiver, by its last attempt. Whose number is lower goes first."""

    ANSWERS = 0
    NEW = 1
    FAILING = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a caller asks for. Without a `url` only jobs that name an address of their own are told of."""

    url: str | None
    events: tuple[Event, ...] = tuple(Event)
    include_result: bool = False


@dataclass(frozen=True, slots=True)
class Webhook:
    owner: str
    wanted: Wanted
    created_at: datetime
    changed_at: datetime
    disabled_at: datetime | None
    """The receiver said 410 Gone."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way to one receiver. Its id is the `webhook-id`, the same at every attempt."""

    id: UUID
    owner: str
    job_id: UUID
    event: Event
    state: DeliveryState
    attempts: int
    """Since it was written, or since it was last sent again by hand."""
    created_at: datetime
    next_attempt_at: datetime | None
    """None once it has ended."""
    ended_at: datetime | None
    status: int | None
    """HTTP status of the last answer; None if there was none."""
    reason: str | None
    """Why the last attempt failed, in short; never anything that the receiver wrote."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A delivery that a sender has claimed, with what it takes to send it."""

    id: UUID
    claim: UUID
    """Whoever holds it may write the end of the attempt, nobody else."""
    owner: str
    host: str
    """Of an address that the job names; empty for the owner's own. With the owner it is the receiver."""
    job_id: UUID
    event: Event
    number: int
    """From 1."""
    age_s: float
    """Since the delivery was written, or sent again by hand."""
    happened_at: datetime
    url: str | None = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    """The present one first, then one that was rotated out of late. None where no key of ours opens the present one."""
    include_result: bool = False

    @property
    def receiver(self) -> tuple[str, str]:
        return self.owner, self.host

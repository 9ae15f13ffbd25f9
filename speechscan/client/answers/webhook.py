"""The webhook of a caller, and what was told by it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import Field

from speechscan.client.answers.base import Answer, Page
from speechscan.domain.webhook import DeliveryState, Event


class Webhook(Answer):
    url: str | None
    """None where each job that is told of names an address of its own."""
    events: tuple[Event, ...]
    include_result: bool
    secret: str | None = Field(repr=False)
    """Only where it is new: the API does not show it again."""
    created_at: datetime
    changed_at: datetime
    disabled_at: datetime | None
    """Since then nothing is sent, as the receiver answered 410 Gone. Setting it again switches it on."""


class DeliveryLinks(Answer):
    """Paths, relative to the address of the API."""

    job: str
    resend: str | None
    """None while it is pending."""


class Delivery(Answer):
    id: UUID
    """The `webhook-id` that the receiver sees."""
    job_id: UUID
    event: Event
    state: DeliveryState
    attempts: int
    """Since it was written or last sent again."""
    created_at: datetime
    next_attempt_at: datetime | None
    ended_at: datetime | None
    status: int | None
    """HTTP status of the last answer."""
    reason: str | None
    """Why the last attempt failed."""
    links: DeliveryLinks


class DeliveryPage(Page):
    deliveries: tuple[Delivery, ...]


class Resent(Answer):
    resent: int

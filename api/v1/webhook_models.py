"""What the endpoints of webhooks answer and take."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal, Self, get_args
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.v1 import webhook_examples
from api.v1.models import Strict, utc
from api.webhooks.url import MAX_URL
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.domain.webhook import Delivery, DeliveryState, Event, Wanted, Webhook

# Spelled out: the schema of a body is put into the document as a whole, without references.
EventName = Literal["job.completed", "job.failed", "job.cancelled"]
_ALL: list[EventName] = list(get_args(EventName))


class WebhookIn(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [webhook_examples.WANTED]})

    url: Annotated[str, Field(max_length=MAX_URL)] | None = Field(
        None, description="Where to POST events; without it only jobs with a `Speechscan-Webhook` are told of."
    )
    events: Annotated[list[EventName], Field(min_length=1, max_length=len(_ALL))] = Field(
        _ALL, description="What to tell; by default all."
    )
    include_result: bool = Field(
        False, description="Also the result, which is health data. Without it the receiver asks for the job."
    )
    rotate_secret: bool = Field(False, description="Makes a new secret; the old one signs beside it for 24 h.")

    def wanted(self, url: str | None) -> Wanted:
        """url: as it was checked"""
        return Wanted(url, tuple(event for event in Event if event in self.events), self.include_result)


class WebhookOut(Strict):
    model_config = ConfigDict(json_schema_extra={"examples": [webhook_examples.WEBHOOK]})

    url: str | None
    events: list[Event]
    include_result: bool
    secret: str | None = Field(description="Only where it is new; it is not shown again.")
    created_at: datetime
    changed_at: datetime
    disabled_at: datetime | None = Field(
        description="The receiver answered 410 Gone, and nothing is sent any more; PUT switches it on again."
    )
    disclaimer: str

    @classmethod
    def of(cls, webhook: Webhook, secret: str | None = None) -> Self:
        return cls(
            url=webhook.wanted.url,
            events=list(webhook.wanted.events),
            include_result=webhook.wanted.include_result,
            secret=secret,
            created_at=webhook.created_at.astimezone(UTC),
            changed_at=webhook.changed_at.astimezone(UTC),
            disabled_at=utc(webhook.disabled_at),
            disclaimer=DISCLAIMER,
        )


class DeliveryLinks(Strict):
    """Relative to the address of the API."""

    job: str
    resend: str | None = Field(description="To POST to; null while it is pending.")


class DeliveryOut(Strict):
    model_config = ConfigDict(json_schema_extra={"examples": [webhook_examples.DEAD]})

    id: UUID = Field(description="The `webhook-id`, the same at every attempt.")
    job_id: UUID
    event: Event
    state: DeliveryState
    attempts: int = Field(description="Since it was written or last sent again.")
    created_at: datetime
    next_attempt_at: datetime | None = Field(description="Only of a pending one.")
    ended_at: datetime | None
    status: int | None = Field(description="HTTP status of the last answer; null if there was none.")
    reason: str | None = Field(description="Why the last attempt failed.")
    links: DeliveryLinks
    disclaimer: str

    @classmethod
    def of(cls, delivery: Delivery, root_path: str) -> Self:
        pending = delivery.state is DeliveryState.PENDING
        resend = None if pending else f"{root_path}/v1/webhook/deliveries/{delivery.id}/resend"
        return cls(
            id=delivery.id,
            job_id=delivery.job_id,
            event=delivery.event,
            state=delivery.state,
            attempts=delivery.attempts,
            created_at=delivery.created_at.astimezone(UTC),
            next_attempt_at=utc(delivery.next_attempt_at),
            ended_at=utc(delivery.ended_at),
            status=delivery.status,
            reason=delivery.reason,
            links=DeliveryLinks(job=f"{root_path}/v1/jobs/{delivery.job_id}", resend=resend),
            disclaimer=DISCLAIMER,
        )


class DeliveryPage(Strict):
    deliveries: list[DeliveryOut] = Field(description="Newest first.")
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")
    disclaimer: str = DISCLAIMER


class ResentOut(Strict):
    resent: int = Field(description="Deliveries that were dead and are pending again.")
    disclaimer: str = DISCLAIMER


class DeliveryQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    state: list[DeliveryState] = Field([], max_length=len(DeliveryState), description="Repeat it for several.")
    limit: int = Field(20, ge=1, le=100, description="Most of a page.")
    cursor: Annotated[str, Field(max_length=200)] | None = Field(None, description="`next_cursor` of the page before.")

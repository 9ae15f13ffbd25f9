"""The events as the OpenAPI document lists them. Nothing here is called: the sender posts, receivers take."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Header, Response

from api.v1 import webhook_examples as examples
from api.webhooks.event import JobCancelled, JobCompleted, JobFailed

_ID = Header(description="Of the event, the same at every attempt: remember it.", examples=[examples.ID])
_TIMESTAMP = Header(
    description="Of this attempt, s since 1970. Refuse what is older than five minutes.",
    examples=[examples.TIMESTAMP],
)
_SIGNATURE = Header(
    description="Of ID.TIMESTAMP.BODY, as Standard Webhooks says; two for 24 h after the secret was changed.",
    pattern=r"^v1,[0-9A-Za-z+/]{43}=( v1,[0-9A-Za-z+/]{43}=)*$",
    examples=[examples.SIGNATURE],
)
Id = Annotated[UUID, _ID]
Timestamp = Annotated[int, _TIMESTAMP]
Signature = Annotated[str, _SIGNATURE]
_Sent = Body()

# What the receiver is to answer. It is asked for nothing else.
_ANSWERS: dict[str, Any] = {
    "status_code": 204,
    "response_class": Response,
    "response_description": "It is taken; any other 2xx says the same. Answer soon, and do the work afterwards.",
    "responses": {
        410: {"description": "Nobody listens any more: the webhook is switched off, or only this job's address is."},
        "default": {
            "description": "It comes again, under the same id, until it is given up; so it does without an answer."
        },
    },
}

router = APIRouter(tags=["webhook events"], generate_unique_id_function=lambda route: route.name)


@router.post("job.completed", **_ANSWERS)
async def job_completed(
    webhook_id: Id, webhook_timestamp: Timestamp, webhook_signature: Signature, event: Annotated[JobCompleted, _Sent]
) -> None:
    """A job has ended with a result. Check the signature first."""


@router.post("job.failed", **_ANSWERS)
async def job_failed(
    webhook_id: Id, webhook_timestamp: Timestamp, webhook_signature: Signature, event: Annotated[JobFailed, _Sent]
) -> None:
    """A job has ended without a result; the job says why. Check the signature first."""


@router.post("job.cancelled", **_ANSWERS)
async def job_cancelled(
    webhook_id: Id, webhook_timestamp: Timestamp, webhook_signature: Signature, event: Annotated[JobCancelled, _Sent]
) -> None:
    """A job was cancelled. Check the signature first."""

"""The body of what a receiver gets, as it is sent and as the OpenAPI document shows it: one model for both."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api.v1 import webhook_examples as examples
from api.v1.models import JobOut, ResultOut, Strict
from speechscan.domain.job import Job
from speechscan.domain.webhook import Attempt, Event


class EventLinks(Strict):
    """Relative to the address of the API."""

    self_: str = Field(alias="self", description="The job, to be asked for with a key.")


class EndedJob(Strict):
    id: UUID
    state: Literal["completed", "failed", "cancelled"]
    links: EventLinks
    result: ResultOut | None = Field(
        None, description="Only for a webhook with `include_result`, as the job has it; null where there is none."
    )


class CompletedJob(EndedJob):
    state: Literal["completed"]


class FailedJob(EndedJob):
    state: Literal["failed"]


class CancelledJob(EndedJob):
    state: Literal["cancelled"]


class JobEvent(Strict):
    type: Literal["job.completed", "job.failed", "job.cancelled"]
    timestamp: datetime = Field(description="When the job ended.")
    data: EndedJob


class JobCompleted(JobEvent):
    model_config = ConfigDict(json_schema_extra={"examples": [examples.COMPLETED, examples.COMPLETED_WITH_RESULT]})

    type: Literal["job.completed"]
    data: CompletedJob


class JobFailed(JobEvent):
    model_config = ConfigDict(json_schema_extra={"examples": [examples.FAILED, examples.FAILED_WITH_RESULT]})

    type: Literal["job.failed"]
    data: FailedJob


class JobCancelled(JobEvent):
    model_config = ConfigDict(json_schema_extra={"examples": [examples.CANCELLED]})

    type: Literal["job.cancelled"]
    data: CancelledJob


MODELS: dict[Event, tuple[type[JobEvent], type[EndedJob]]] = {
    Event.COMPLETED: (JobCompleted, CompletedJob),
    Event.FAILED: (JobFailed, FailedJob),
    Event.CANCELLED: (JobCancelled, CancelledJob),
}


def document(attempt: Attempt, job: Job | None) -> dict[str, Any]:
    """job: where its result is to be told too; else the document has no `result`, not even a null."""
    event, ended = MODELS[attempt.event]
    told = event.model_validate(
        {
            "type": attempt.event.value,
            "timestamp": attempt.happened_at.astimezone(UTC),
            "data": ended.model_validate(
                {
                    "id": attempt.job_id,
                    "state": attempt.event.removeprefix("job."),
                    # Below the address of the API, as in its answers.
                    "links": EventLinks(self=f"/v1/jobs/{attempt.job_id}"),
                    "result": None if job is None else JobOut.of(job, "").result,
                }
            ),
        }
    )
    return told.model_dump(mode="json", by_alias=True, exclude={"data": {"result"}} if job is None else None)

"""What was confirmed about the person of a job, after the screening."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from fastapi import APIRouter, Request, Response, Security
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, WithJsonSchema, field_validator

from api import openapi
from api.auth import CallerDep, described
from api.document import body_of, read_document
from api.services import ServicesDep
from api.v1 import examples
from api.v1.models import OutcomeOut, Strict
from speechscan.domain.disclaimer import DISCLAIMER
from speechscan.domain.moment import FIRST, can_be_meant
from speechscan.domain.outcome import Confirmation, Label, Outcome
from speechscan.domain.task import Task
from speechscan.telemetry import logs

# A client's clock may be a little ahead of ours.
_CLOCK_TOLERANCE = timedelta(minutes=5)
# Line breaks and tabs, but nothing that a database or a terminal could trip over.
_SANE_TEXT = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"

_log = logs.get("api.outcomes")

router = APIRouter(prefix="/v1", tags=["outcomes"], dependencies=[Security(described)])


class OutcomeIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={"examples": [{"label": "healthy", "confirmed_at": examples.OUTCOME["confirmed_at"]}]},
    )

    label: Literal["healthy", "dysarthric"]
    # Its schema in place: the document takes this model's schema as a whole.
    task: Annotated[Task, WithJsonSchema({"type": "string", "enum": list(Task)})] | None = Field(
        None, description="What was spoken; by default what the job says."
    )
    note: Annotated[str, Field(min_length=1, max_length=500, pattern=_SANE_TEXT)] | None = Field(
        None, description="Short, and without a name. It is stored with the outcome and erased with the job."
    )
    confirmed_at: AwareDatetime | None = Field(
        None, description=f"With a time zone, not before {FIRST.year}; by default now."
    )

    @field_validator("confirmed_at")
    @classmethod
    def _has_been(cls, moment: datetime | None) -> datetime | None:
        """Before the recording is no error: a diagnosis may be older than the screening."""
        if moment is not None and moment > datetime.now(UTC) + _CLOCK_TOLERANCE:
            raise ValueError("it lies in the future")
        if moment is not None and not can_be_meant(moment):
            raise ValueError(f"it lies before {FIRST.year}")
        return moment

    @property
    def confirmation(self) -> Confirmation:
        return Confirmation(Label(self.label), self.task, self.note, self.confirmed_at)


class OutcomeHistory(Strict):
    """`current` counts; `history` has it and what it corrected, newest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.OUTCOMES]})

    job_id: UUID
    current: OutcomeOut | None
    history: list[OutcomeOut]
    disclaimer: str

    @classmethod
    def of(cls, job_id: UUID, found: list[Outcome]) -> Self:
        history = [OutcomeOut.of(outcome) for outcome in found]
        return cls(job_id=job_id, current=history[0] if history else None, history=history, disclaimer=DISCLAIMER)


_RECORDING: dict[str, Any] = {
    "responses": {
        201: {"description": "It is the job's outcome now."},
        200: {"model": OutcomeHistory, "description": "The current outcome says that already; nothing was written."},
        **openapi.problems(401, 403, 404, 409, 422, 503),
    },
    "openapi_extra": body_of(OutcomeIn),
}


@router.post("/jobs/{job_id}/outcome", status_code=201, **_RECORDING)
async def record_outcome(
    request: Request, response: Response, services: ServicesDep, caller: CallerDep, job_id: UUID
) -> OutcomeHistory:
    """What was confirmed about the person of a completed job. Another one later corrects it; the same again changes
    nothing. Needs the scope `annotate`."""
    sent = await read_document(request, OutcomeIn)
    _, is_new = await services.outcomes.record(caller.owner, job_id, sent.confirmation, key_id=caller.key_id)
    if is_new:
        _log.info("outcome recorded", job_id=str(job_id), key_id=str(caller.key_id))
    else:
        response.status_code = 200
    return OutcomeHistory.of(job_id, await services.outcomes.history(caller.owner, job_id))


@router.get("/jobs/{job_id}/outcome", responses=openapi.problems(401, 403, 404, 422, 503))
async def read_outcome(services: ServicesDep, caller: CallerDep, job_id: UUID) -> OutcomeHistory:
    """The outcome of a job and what it corrected. Needs the scope `jobs:read`."""
    return OutcomeHistory.of(job_id, await services.outcomes.history(caller.owner, job_id))

"""A new recording: made in the browser, or files that there are already."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.auth import Caller
from api.idempotency import IdempotencyHeader
from api.model_facts import facts_of_served
from api.services import ServicesDep
from api.spoken import Spoken, sane_subject
from api.submission import submit
from api.v1.jobs import SubjectHeader, TaskHeader
from api.web.address import url
from api.web.rendering import page
from api.web.tasks import offers
from api.web.visitor import allowed

router = APIRouter()
Sender = Annotated[Caller, allowed("jobs:write")]


@router.get("/record")
async def show(request: Request, services: ServicesDep, _: Sender) -> Response:
    settings = services.settings
    return page(
        request,
        "record.html.j2",
        offers=offers(await facts_of_served(services)),
        max_bytes=settings.max_upload_bytes,
        max_s=settings.max_duration_s,
        min_s=settings.min_duration_s,
    )


@router.post("/jobs")
async def send(
    request: Request,
    services: ServicesDep,
    caller: Sender,
    subject: SubjectHeader = None,
    task: TaskHeader = None,
    idempotency_key: IdempotencyHeader = None,
) -> Response:
    """The body is the recording itself, so that no file name is ever sent; the rest is said in headers, as to /v1."""
    # Header values come as Latin-1; the bytes are meant as UTF-8.
    spoken = Spoken(None if subject is None else sane_subject(subject.encode("latin-1")), task)
    submission = await submit(services, caller, request, spoken=spoken, idempotency_key=idempotency_key)
    answer = page(request, "job_line.html.j2", 201, job=submission.job)
    answer.headers["Location"] = url(request.scope, f"/jobs/{submission.job.id}")
    return answer

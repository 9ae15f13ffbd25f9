"""A recording for a slow or long connection: to the object store first, past the API, then its job."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request, Response, Security

from api import openapi
from api.adoption import adopt
from api.auth import CallerDep, described
from api.batches.making import form_for
from api.document import body_of, read_document
from api.idempotency import DocumentKeyHeader, IdempotencyHeader, identity_of, mark_replayed
from api.services import ServicesDep
from api.spoken import Spoken
from api.upload import too_large
from api.v1.batch_models import UploadIn, UploadOut
from api.v1.jobs import SubjectHeader, TaskHeader, WebhookHeader, answer_submission, decoded
from api.v1.models import JobOut

router = APIRouter(prefix="/v1/uploads", tags=["uploads"], dependencies=[Security(described)])

_NEW: dict[str, Any] = {
    "responses": {201: openapi.MADE_ONCE, **openapi.problems(401, 403, 413, 422, 503)},
    "openapi_extra": body_of(UploadIn),
}


@router.post("", status_code=201, **_NEW)
async def make_upload(
    request: Request,
    response: Response,
    services: ServicesDep,
    caller: CallerDep,
    idempotency_key: DocumentKeyHeader = None,
) -> UploadOut:
    """A form that takes one recording to the object store. Nothing is screened before its job is made. Repeated with
    its `Idempotency-Key`, the same upload with a fresh form. Needs the scope `jobs:write`."""
    sent = await read_document(request, UploadIn)
    most = services.settings.max_upload_bytes
    if sent.size_bytes is not None and sent.size_bytes > most:
        raise too_large(most)
    upload_id = uuid4()
    place = await services.past_api.add(caller.owner, upload_id, identity_of(services, caller, idempotency_key, sent))
    if place.id != upload_id:
        mark_replayed(response)
    form = await asyncio.to_thread(form_for, services, place.id, 0, sent.size_bytes, place.created_at)
    return UploadOut.made(place.id, form)


@router.post(
    "/{upload_id}/job",
    status_code=202,
    responses={202: openapi.LINKED, **openapi.problems(401, 403, 404, 409, 413, 415, 422, 503)},
)
async def make_job_of_upload(
    request: Request,
    response: Response,
    services: ServicesDep,
    caller: CallerDep,
    upload_id: UUID,
    subject: SubjectHeader = None,
    task: TaskHeader = None,
    idempotency_key: IdempotencyHeader = None,
    webhook: WebhookHeader = None,
) -> JobOut:
    """Checks what was uploaded and makes its job, as POST /v1/jobs does; again gives the same job. Needs the scope
    `jobs:write`."""
    spoken = Spoken(decoded(subject), task, webhook)
    found = await adopt(services, caller, request, upload_id, spoken=spoken, idempotency_key=idempotency_key)
    return answer_submission(found, request, response)

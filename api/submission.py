"""From a request to a job in the queue. A 202 means that the bytes are stored and the row is committed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import uuid4

from starlette.requests import Request

from api.auth import Caller
from api.person import hash_if_told
from api.services import Services
from api.spoken import Spoken
from api.upload import UNKNOWN, Upload, place, read_upload
from api.webhooks.of_job import agreed_url
from speechscan.db import heartbeats
from speechscan.db.jobs import NewJob
from speechscan.domain.job import Job
from speechscan.errors import IdempotencyMismatch, ModelNotReady, SpeechScanError
from speechscan.storage import job_prefix, upload_key
from speechscan.telemetry import logs, tracing

# The session that inserted may still be committing when its connection is lost; afterwards the row tells.
_SETTLED_AFTER_S = 5.0

_log = logs.get("api.submission")


@dataclass(frozen=True, slots=True)
class Submission:
    job: Job
    replayed: bool


async def submit(
    services: Services,
    caller: Caller,
    request: Request,
    *,
    spoken: Spoken,
    idempotency_key: str | None,
) -> Submission:
    audio_format = UNKNOWN
    try:
        # Before the body is read, if a header says it.
        webhook_url = await agreed_url(services, caller, spoken.webhook)
        await require_model(services)
        async with place(services.uploads):
            upload = await read_upload(request, max_bytes=services.settings.max_upload_bytes, spoken=spoken)
            audio_format = upload.format
            webhook_url = webhook_url or await agreed_url(services, caller, upload.spoken.webhook)
            new = new_job(services, caller, request, upload, idempotency_key, webhook_url)
            submission = await take_in(services, new, upload.data)
    except SpeechScanError as error:
        services.metrics.counts.submission(audio_format, error.code)
        raise
    services.metrics.counts.submission(audio_format, "replayed" if submission.replayed else "accepted")
    return submission


async def require_model(services: Services) -> None:
    if await heartbeats.latest(services.engine, services.settings.model_ready_window_s) is None:
        raise ModelNotReady("No model is ready to screen recordings, so none is taken in. Try again shortly.")


def new_job(
    services: Services,
    caller: Caller,
    request: Request,
    upload: Upload,
    idempotency_key: str | None,
    webhook_url: str | None = None,
) -> NewJob:
    job_id, subject = uuid4(), upload.spoken.subject
    return NewJob(
        id=job_id,
        owner=caller.owner,
        format=upload.format,
        size_bytes=len(upload.data),
        sha256=upload.sha256,
        object_key=upload_key(job_id),
        user_hash=hash_if_told(services, caller, subject),
        task=upload.spoken.task,
        idempotency_key=idempotency_key,
        request_id=request.state.request_id,
        traceparent=tracing.traceparent(),
        webhook_url=webhook_url,
    )


async def take_in(services: Services, new: NewJob, data: bytes) -> Submission:
    if new.idempotency_key is not None:
        earlier = await services.jobs.find_by_idempotency_key(new.owner, new.idempotency_key)
        if earlier is not None:
            return replay(earlier, new)
    job, inserted = await store_and_queue(services, new, data, services.jobs.submit)
    return Submission(job, replayed=False) if inserted else replay(job, new)


async def store_and_queue(
    services: Services, new: NewJob, data: bytes, queue: Callable[[NewJob], Awaitable[tuple[Job, bool]]]
) -> tuple[Job, bool]:
    """What `queue` answers: the job, and whether it is the new one. If it is an earlier one, nothing stays stored."""
    try:
        with tracing.span("store upload", "client", attributes={"speechscan.job_id": str(new.id)}):
            await asyncio.to_thread(services.store.put, new.object_key, data)
        with tracing.span("queue job", "client"):
            job, inserted = await queue(new)
    except BaseException:
        # Also when the put or the commit may have happened without our hearing of it.
        services.leftovers.look_at(new.id, _SETTLED_AFTER_S)
        raise
    if inserted:
        _log.info("job accepted", job_id=str(job.id), format=new.format, size_bytes=new.size_bytes)
    else:
        await _drop_upload(services, new)
    return job, inserted


async def _drop_upload(services: Services, new: NewJob) -> None:
    try:
        await asyncio.to_thread(services.store.delete_prefix, job_prefix(new.id))
    except SpeechScanError:
        services.leftovers.look_at(new.id)
        raise


def replay(earlier: Job, new: NewJob) -> Submission:
    """Also subject and task must be the same: an answer about one person is no answer about another."""
    if (earlier.sha256, earlier.user_hash, earlier.task) != (new.sha256, new.user_hash, new.task):
        raise IdempotencyMismatch(
            "This Idempotency-Key belongs to an earlier request with another recording, subject or task. Use a new key."
        )
    if earlier.webhook_url != new.webhook_url:
        raise IdempotencyMismatch(
            "This Idempotency-Key belongs to an earlier request with another webhook. Use a new key."
        )
    return Submission(earlier, replayed=True)

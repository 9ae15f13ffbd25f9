"""From an upload past the API to a job.

The recording is copied to the job's own place, where the client cannot write, and the copy is what was judged: a form
can be posted again at any time.
"""

from __future__ import annotations

import asyncio
from functools import partial
from uuid import UUID

from starlette.requests import Request

from api.auth import Caller
from api.person import hash_if_told
from api.services import Services
from api.spoken import Spoken
from api.stored import StoredRecording, read_stored
from api.submission import Submission, new_job, replay, require_model, store_and_queue
from api.upload import UNKNOWN, Upload, place
from api.webhooks.of_job import agreed_url
from speechscan.domain.job import Job, JobState
from speechscan.errors import IdempotencyMismatch, NotFound, SpeechScanError, Unavailable, UploadMissing
from speechscan.storage import batch_prefix, item_key
from speechscan.telemetry import logs

_log = logs.get("api.adoption")


async def adopt(
    services: Services,
    caller: Caller,
    request: Request,
    upload_id: UUID,
    *,
    spoken: Spoken,
    idempotency_key: str | None,
) -> Submission:
    """An upload becomes one job, however often it is asked for. Raises NotFound, UploadMissing and what a submission
    does."""
    audio_format = UNKNOWN
    try:
        webhook_url = await agreed_url(services, caller, spoken.webhook)
        await require_model(services)
        async with place(services.uploads):
            found = await _find(services, caller, upload_id)
            audio_format = found.format
            if isinstance(found, Job):
                submission = _again(services, caller, found, spoken, webhook_url)
            else:
                upload = Upload(found.data, found.sha256, found.format, spoken)
                new = new_job(services, caller, request, upload, idempotency_key, webhook_url)
                become = partial(services.past_api.become, upload_id, check=replay)
                job, inserted = await store_and_queue(services, new, upload.data, become)
                # Another request may have been faster, and may have said something else.
                accepted = Submission(job, replayed=False)
                submission = accepted if inserted else _again(services, caller, job, spoken, webhook_url)
    except SpeechScanError as error:
        services.metrics.counts.submission(audio_format, error.code)
        raise
    services.metrics.counts.submission(audio_format, "replayed" if submission.replayed else "accepted")
    await _erase(services, upload_id)
    return submission


def _again(services: Services, caller: Caller, job: Job, spoken: Spoken, webhook_url: str | None) -> Submission:
    """An answer about one person is no answer about another. A deleted job has forgotten whose it was."""
    user_hash = hash_if_told(services, caller, spoken.subject)
    said = (user_hash, spoken.task, webhook_url)
    if job.state is not JobState.DELETED and (job.user_hash, job.task, job.webhook_url) != said:
        raise IdempotencyMismatch(
            "This upload has become a job already, with another subject, task or webhook. Make a new upload."
        )
    return Submission(job, replayed=True)


async def _find(services: Services, caller: Caller, upload_id: UUID) -> StoredRecording | Job:
    if job := await _job(services, caller, upload_id):
        return job
    most = services.settings.max_upload_bytes
    try:
        return await asyncio.to_thread(read_stored, services.store, item_key(upload_id, 0), most)
    except NotFound:
        # Another request may have been faster, and has erased it.
        if job := await _job(services, caller, upload_id):
            return job
    raise UploadMissing("Nothing was uploaded yet, or the store refused it. Post the form with the file first.")


async def _job(services: Services, caller: Caller, upload_id: UUID) -> Job | None:
    job_id = await services.past_api.job_of(caller.owner, upload_id)
    return None if job_id is None else await services.jobs.get(caller.owner, job_id)


async def _erase(services: Services, upload_id: UUID) -> None:
    try:
        await asyncio.to_thread(services.store.delete_prefix, batch_prefix(upload_id))
    except Unavailable:
        # The job is committed all the same; housekeeping erases what is left.
        _log.warning("upload left", upload_id=str(upload_id))

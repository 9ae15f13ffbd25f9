"""A recording that goes straight to the object store."""

from __future__ import annotations

from speechscan.client import paths
from speechscan.client.answers.job import Job
from speechscan.client.answers.upload import Form, Upload
from speechscan.client.call import Call, as_answer, nothing
from speechscan.client.calls.jobs import Spoken, identified
from speechscan.client.paths import Id
from speechscan.client.recording import Recording


def create(size_bytes: int, idempotency_key: str) -> Call[Upload]:
    document, headers = {"size_bytes": size_bytes}, identified(idempotency_key)
    return Call(method="POST", path=paths.UPLOADS, read=as_answer(Upload), headers=headers, json=document)


def send(form: Form, recording: Recording) -> Call[None]:
    """Sent again, it replaces what was there."""
    return Call(method="POST", path=form.url, read=nothing, form=form.fields, recording=recording)


def job(upload_id: Id, spoken: Spoken, idempotency_key: str) -> Call[Job]:
    headers = {**identified(idempotency_key), **spoken.headers()}
    return Call(method="POST", path=paths.upload_job(upload_id), read=as_answer(Job), headers=headers)

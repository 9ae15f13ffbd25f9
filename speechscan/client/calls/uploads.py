"""A recording that goes straight to the object store."""

from __future__ import annotations

from speechscan.client import paths
from speechscan.client.answers.job import Job
from speechscan.client.answers.upload import Form, Upload
from speechscan.client.call import Call, as_answer, nothing
from speechscan.client.calls.jobs import Spoken, identified
from speechscan.client.paths import Id
from speechscan.client.recording import Recording


def create(size_bytes: int) -> Call[Upload]:
    """One that is never used is removed by the service, so asking twice does no harm."""
    return Call(method="POST", path=paths.UPLOADS, read=as_answer(Upload), json={"size_bytes": size_bytes})


def send(form: Form, recording: Recording) -> Call[None]:
    """Sent again, it replaces what was there."""
    return Call(method="POST", path=form.url, read=nothing, form=form.fields, recording=recording)


def job(upload_id: Id, spoken: Spoken, idempotency_key: str) -> Call[Job]:
    headers = {**identified(idempotency_key), **spoken.headers()}
    return Call(method="POST", path=paths.upload_job(upload_id), read=as_answer(Job), headers=headers)

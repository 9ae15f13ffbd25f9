"""What takes several calls."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import uuid4

from speechscan.client.answers.batch import Batch
from speechscan.client.answers.job import Job
from speechscan.client.call import Pause, Steps
from speechscan.client.calls import batches, jobs, uploads
from speechscan.client.calls.jobs import Spoken
from speechscan.client.errors import NotEnded
from speechscan.client.paths import Id
from speechscan.client.recording import Recording

# The API's own limit of a long poll.
_LONGEST_POLL_S = 30.0
# A batch takes seconds to hours.
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 5.0

OnBatch = Callable[[Batch], None]


def job_end(job_id: Id, timeout_s: float) -> Steps[Job]:
    """The job once it has ended, by long polls. Raises NotEnded."""
    deadline = time.monotonic() + timeout_s
    while True:
        left = deadline - time.monotonic()
        job: Job = yield jobs.read(job_id, wait_s=min(max(left, 0), _LONGEST_POLL_S))
        if job.ended:
            return job
        if left <= 0:
            raise NotEnded(
                f"The job {job.id} is still {job.state} after {timeout_s:g} s. It goes on; ask for it later.", job.id
            )


def submission(recording: Recording, spoken: Spoken, idempotency_key: str, *, by_upload: bool) -> Steps[Job]:
    """by_upload: the recording goes to the object store itself, not through the API.

    The key is the job's alone, which compares the recordings: to an upload all of one size would be the same."""
    if not by_upload:
        job: Job = yield jobs.submit(recording, spoken, idempotency_key)
        return job
    upload = yield uploads.create(recording.size(), uuid4().hex)
    yield uploads.send(upload, recording)
    job = yield uploads.job(upload.id, spoken, idempotency_key)
    return job


def batch_end(batch_id: Id, timeout_s: float, on_change: OnBatch | None) -> Steps[Batch]:
    """The batch once it has ended. on_change gets it after each look. Raises NotEnded."""
    deadline = time.monotonic() + timeout_s
    pause_s = _FIRST_PAUSE_S
    while True:
        batch: Batch = yield batches.read(batch_id)
        if on_change is not None:
            on_change(batch)
        if batch.ended:
            return batch
        left = deadline - time.monotonic()
        if left <= 0:
            raise NotEnded(f"The batch {batch.id} has not ended after {timeout_s:g} s. It goes on.", batch.id)
        yield Pause(min(pause_s, left))
        pause_s = min(pause_s * 1.5, _LONGEST_PAUSE_S)

"""Which jobs' recordings are to be kept."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists

from speechscan.db.tables import batch_items, batches, jobs
from speechscan.domain.job import JobState

_of_this = batch_items.c.job_id == jobs.c.id
# A cancel of a batch gives one time, its transaction's, to the batch and to the jobs that it ends. A job of it that was
# cancelled by itself has another, and keeps its recording as any cancelled job does.
_by_this_cancel = (batches.c.id == batch_items.c.batch_id) & (batches.c.cancelled_at == jobs.c.finished_at)

ended_with_batch: ColumnElement[bool] = (jobs.c.state == JobState.CANCELLED) & exists().where(_of_this, _by_this_cancel)
kept: ColumnElement[bool] = (jobs.c.state != JobState.DELETED) & ~ended_with_batch

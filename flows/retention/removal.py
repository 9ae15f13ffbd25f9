"""The removal itself, in bounded batches. Knows nothing of Prefect.

Each job and each report is finished before the next is begun, so a run that broke off has done its part, and the next
one goes on where it ended. Objects go before rows: what is lost in between is found again, since its row is there yet.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice

from speechscan.db.deliveries import DeliveryRepository
from speechscan.db.expiry import ExpiryRepository
from speechscan.db.jobs import JobRepository
from speechscan.db.reports import ReportRepository
from speechscan.domain.report import Report
from speechscan.storage import REPORTS, ObjectStore, job_prefix, report_of

_BATCH = 200
# A report's files are stored a moment before its row.
_SAFE_AGE = timedelta(hours=1)

Told = Callable[[int], None]
"""Hears how many are done so far, after each batch."""


async def erase_jobs(
    expiry: ExpiryRepository, jobs: JobRepository, store: ObjectStore, before: datetime, most: int, told: Told
) -> int:
    """Recording, result and description of jobs that ended before that, at most `most`. Raises `Unavailable`."""
    done = 0
    while batch := await expiry.jobs(before, min(_BATCH, most - done)):
        for expired in batch:
            await asyncio.to_thread(store.delete_prefix, job_prefix(expired.job_id))
            await jobs.erase(expired.owner, expired.job_id)
        done += len(batch)
        told(done)
    return done


async def remove_batches(expiry: ExpiryRepository, before: datetime, most: int, told: Told) -> int:
    """Batches that ended as a whole before that; their jobs go by their own time. Raises `Unavailable`."""
    done = 0
    while removed := await expiry.remove_batches(before, min(_BATCH, most - done)):
        done += removed
        told(done)
    return done


async def remove_tombstones(expiry: ExpiryRepository, before: datetime, most: int, told: Told) -> int:
    """Empty rows of erased jobs that ended before that. Raises `Unavailable`."""
    done = 0
    while removed := await expiry.remove_tombstones(before, min(_BATCH, most - done)):
        done += removed
        told(done)
    return done


async def remove_reports(reports: ReportRepository, store: ObjectStore, before: datetime, most: int, told: Told) -> int:
    """Reports made before that, but never the newest of a kind. Raises `Unavailable`."""
    done = 0
    while batch := await reports.made_before(before, min(_BATCH, most - done)):
        for report in batch:
            await asyncio.to_thread(_erase_files, store, report)
            await reports.remove(report.id)
        done += len(batch)
        told(done)
    return done


async def remove_deliveries(deliveries: DeliveryRepository, before: datetime, most: int, told: Told) -> int:
    """Deliveries of webhooks that ended before that. Raises `Unavailable`."""
    done = 0
    while removed := await deliveries.remove_ended_before(before, min(_BATCH, most - done)):
        done += removed
        told(done)
    return done


async def remove_lost_files(reports: ReportRepository, store: ObjectStore, older_than: timedelta = _SAFE_AGE) -> int:
    """Files of reports that have no row: of a flow that broke off in between. Raises `Unavailable`."""
    found, removed = store.keys(REPORTS, older_than=older_than), 0
    while keys := await asyncio.to_thread(lambda: list(islice(found, _BATCH))):
        owners = {key: report_id for key in keys if (report_id := report_of(key))}
        kept = await reports.kept(owners.values())
        for key, report_id in owners.items():
            if report_id not in kept:
                removed += await asyncio.to_thread(store.delete_prefix, key)
    return removed


def _erase_files(store: ObjectStore, report: Report) -> None:
    for key in (report.html_key, report.json_key):
        if key is not None:
            store.delete_prefix(key)

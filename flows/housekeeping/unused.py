"""Uploads past the API that nobody made a job of, and batches that nobody started. Knows nothing of Prefect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice

from speechscan.db.batch_steps import BatchSteps
from speechscan.db.intake import IntakeQueue, Place
from speechscan.db.uploads import UploadRepository
from speechscan.storage import UPLOADS, ObjectStore, item_of, item_prefix

_BATCH = 500


async def end_unused(
    store: ObjectStore, steps: BatchSteps, uploads: UploadRepository, intake: IntakeQueue, keep: timedelta
) -> int:
    """Cancels open batches that are older, and erases uploads that are; returns how many objects there were. Those that
    a started batch is still to take in stay. Raises `Unavailable`; the next run then finishes it."""
    await steps.cancel_unstarted(keep)
    await uploads.remove_older(keep)
    erased = 0
    found = (place for key in store.keys(UPLOADS, older_than=keep) if (place := item_of(key)))
    for places in _batches(found):
        waiting = await intake.waiting(places)
        for place in places:
            if place not in waiting:
                erased += store.delete_prefix(item_prefix(*place))
    return erased


def _batches(places: Iterable[Place]) -> Iterator[list[Place]]:
    iterator = iter(places)
    while batch := list(islice(iterator, _BATCH)):
        yield batch

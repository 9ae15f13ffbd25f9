"""Clips of erased jobs leave the reference sets. Knows nothing of Prefect."""

from __future__ import annotations

import asyncio

from regression.references.removal import remove, remove_scores_of_no_set
from speechscan.db.reference_clips import ReferenceClipRepository
from speechscan.storage import ObjectStore
from speechscan.telemetry import logs

_log = logs.get(__name__)


async def withdraw(store: ObjectStore, clips: ReferenceClipRepository) -> list[str]:
    """A sentence for each set that changed. Raises Unavailable; the next run then finishes it."""
    sounds = await clips.erased()
    removals = await asyncio.to_thread(remove, store, sounds) if sounds else []
    await clips.forget(sounds)
    if left := await asyncio.to_thread(remove_scores_of_no_set, store):
        _log.warning("golden_scores_of_no_set_erased", count=left)
    for removal in removals:
        _log.warning("reference_set_changed", name=removal.name, gone=removal.versions, successor=removal.successor)
    return [str(removal) for removal in removals]

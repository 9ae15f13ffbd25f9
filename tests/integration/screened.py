"""Sound results in the real database: what the training clips measured, as if clients had sent them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from registry import bundle, profile
from registry.measures.measurement import NAMES
from registry.profile import ProfiledClip
from speechscan.db.tables import jobs, results
from speechscan.domain.job import JobState
from speechscan.domain.verdict import Status

CLIPS = profile.read(bundle.SHIPPED / profile.FILE).clips
POLICY = bundle.read(bundle.SHIPPED).policy
Row = dict[str, Any]


def document(clip: ProfiledClip, version: str = "1") -> Row:
    if clip.probability >= POLICY.abstain_high:
        status = Status.DYSARTHRIC
    else:
        status = Status.HEALTHY if clip.probability <= POLICY.abstain_low else Status.INCONCLUSIVE
    return {
        "status": status.value,
        "probability": clip.probability,
        "measurements": dict(clip.measurements),
        "unmeasured": dict.fromkeys(set(NAMES) - clip.measurements.keys(), "It is not in this clip."),
        "familiar": clip.familiar,
        "quality": dict(clip.quality),
        "model": {"name": "speechscan", "version": version},
    }


def drawn(count: int, seed: int) -> list[ProfiledClip]:
    rng = np.random.default_rng(seed)
    return [CLIPS[place] for place in rng.integers(len(CLIPS), size=count)]


async def put(
    engine: AsyncEngine,
    clips: Sequence[ProfiledClip],
    begin: datetime,
    change: Callable[[Row, Row], object] = lambda job, result: None,
    *,
    version: str = "1",
    formats: Sequence[str] = ("wav", "webm"),
) -> list[UUID]:
    """One job a minute from `begin` on. change: is given both rows of each job before they are written, the columns of
    jobs and those of results; an empty row of results is not written."""
    made = []
    for number, clip in enumerate(clips):
        created = begin + timedelta(minutes=number)
        job_id, told = uuid4(), document(clip, version)
        job: Row = {
            "id": job_id,
            "owner": "clinic",
            "state": JobState.COMPLETED,
            "format": formats[number % len(formats)],
            "task": clip.task,
            "size_bytes": 1,
            "sha256": "0" * 64,
            "object_key": f"recordings/{job_id}/upload",
            "created_at": created,
            "started_at": created + timedelta(seconds=1),
            "finished_at": created + timedelta(seconds=2),
        }
        result: Row = {
            "job_id": job_id,
            "status": told["status"],
            "probability": told["probability"],
            "model_name": "speechscan",
            "model_version": version,
            "familiar": clip.familiar,
            "document": told,
            "created_at": job["finished_at"],
        }
        change(job, result)
        made.append((job, result))
    async with engine.begin() as db:
        await db.execute(insert(jobs), [job for job, _ in made])
        if written := [result for _, result in made if result]:
            await db.execute(insert(results), written)
    return [job["id"] for job, _ in made]


NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

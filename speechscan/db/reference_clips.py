"""Jobs whose recordings can become clips of a reference set, and which ones have."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from speechscan.db.engine import translated
from speechscan.db.tables import jobs, outcomes, reference_clips, results
from speechscan.domain.job import JobState
from speechscan.domain.outcome import Label, LabelledJob


@dataclass(frozen=True, slots=True)
class LabelledFilter:
    """All conditions must hold. since, until: when the recording came in, [since, until). owners: callers."""

    since: datetime | None = None
    until: datetime | None = None
    model_version: str | None = None
    owners: tuple[str, ...] = ()


class ReferenceClipRepository:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def labelled(self, wanted: LabelledFilter) -> list[LabelledJob]:
        """Jobs with an outcome, oldest first, each with its current one."""
        with translated():
            async with self._engine.connect() as db:
                return [_labelled(row) for row in await db.execute(_with_outcome(wanted))]

    async def link(self, clips: Iterable[tuple[UUID, str]]) -> None:
        """Notes for (job, SHA-256 of its samples) that the clip is or is about to be in a reference set."""
        rows = [{"job_id": job_id, "sha256": sha256} for job_id, sha256 in clips]
        with translated():
            async with self._engine.begin() as db:
                await db.execute(insert(reference_clips).on_conflict_do_nothing(), rows)

    async def erased(self) -> set[str]:
        """Clips that must leave the reference sets: every job that they came from was erased."""
        gone = func.bool_and(jobs.c.state == JobState.DELETED)
        of_jobs = select(reference_clips.c.sha256).join(jobs, jobs.c.id == reference_clips.c.job_id)
        with translated():
            async with self._engine.connect() as db:
                return set(await db.scalars(of_jobs.group_by(reference_clips.c.sha256).having(gone)))

    async def forget(self, sounds: Collection[str]) -> None:
        """After they have left. Also that an erased job had a clip which stays as another job's: the notes of an erased
        job must not keep its row from being removed one day."""
        erased = select(jobs.c.id).where(jobs.c.state == JobState.DELETED)
        others = select(reference_clips.c.sha256).where(reference_clips.c.job_id.not_in(erased))
        done = reference_clips.c.sha256.in_(sounds) | reference_clips.c.sha256.in_(others)
        with translated():
            async with self._engine.begin() as db:
                await db.execute(delete(reference_clips).where(reference_clips.c.job_id.in_(erased) & done))


def _with_outcome(wanted: LabelledFilter) -> Any:
    newest = (
        select(outcomes.c.job_id, outcomes.c.label, outcomes.c.task)
        .distinct(outcomes.c.job_id)
        .order_by(outcomes.c.job_id, outcomes.c.id.desc())
        .subquery("newest")
    )
    query = (
        select(jobs.c.id, jobs.c.owner, jobs.c.user_hash, newest.c.label, newest.c.task)
        .join(newest, newest.c.job_id == jobs.c.id)
        .join(results, results.c.job_id == jobs.c.id)
        .order_by(jobs.c.created_at, jobs.c.id)
    )
    if wanted.since:
        query = query.where(jobs.c.created_at >= wanted.since)
    if wanted.until:
        query = query.where(jobs.c.created_at < wanted.until)
    if wanted.model_version:
        query = query.where(results.c.model_version == wanted.model_version)
    if wanted.owners:
        query = query.where(jobs.c.owner.in_(wanted.owners))
    return query


def _labelled(row: Row[Any]) -> LabelledJob:
    return LabelledJob(row.id, row.owner, row.user_hash, Label(row.label), row.task)
